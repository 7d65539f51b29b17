import HTTPSyntax
import HTTPTypes
import Hummingbird

/// Lets pages of other origins read all answers, including errors (Fetch standard, CORS).
struct CrossOrigin: RouterMiddleware {
    /// At least one; `*` stands for any.
    let origins: [String]

    func handle(
        _ request: Request, context: APIRequestContext, next: (Request, APIRequestContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        // With one origin, the answer is the same for everybody, and caches need only one copy.
        if origins.count > 1 {
            var vary = VaryHeader(HeaderList.members(of: response.headers[.vary] ?? ""))
            vary.insert("Origin")
            response.headers[.vary] = vary.value
        }
        guard let origin = origin(for: request.headers[.origin]) else { return response }
        response.headers[.accessControlAllowOrigin] = origin
        response.headers[.accessControlAllowMethods] = response.headers[.allow] ?? "GET, HEAD, OPTIONS"
        if request.headers[.accessControlRequestHeaders] != nil {
            response.headers[.accessControlAllowHeaders] = "Authorization, Content-Type"
        }
        return response
    }

    /// The origin to allow in the answer to a page of `asking`; the header can name only one.
    private func origin(for asking: String?) -> String? {
        if origins.count == 1 { return origins[0] }
        return asking.flatMap { asking in origins.first { $0 == asking.lowercased() } }
    }
}

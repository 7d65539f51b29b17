import HTTPTypes
import Hummingbird

/// Lets pages of another origin read all answers, errors as well (Fetch standard, CORS).
struct CrossOrigin: RouterMiddleware {
    let origin: String

    func handle(
        _ request: Request, context: APIRequestContext, next: (Request, APIRequestContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.accessControlAllowOrigin] = origin
        response.headers[.accessControlAllowMethods] = response.headers[.allow] ?? "GET, HEAD, OPTIONS"
        if request.headers[.accessControlRequestHeaders] != nil {
            response.headers[.accessControlAllowHeaders] = "Authorization, Content-Type"
        }
        if origin != "*" {
            var vary = VaryHeader(HeaderList.members(of: response.headers[.vary] ?? ""))
            vary.insert("Origin")
            response.headers[.vary] = vary.value
        }
        return response
    }
}

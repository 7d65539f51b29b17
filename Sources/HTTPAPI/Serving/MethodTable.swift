import HTTPTypes
import Hummingbird

/// The methods that each path takes: OPTIONS is answered with them, and any other method with 405 and them (RFC 9110, 15.5.6).
struct MethodTable: RouterMiddleware {
    /// Paths are compared as they are; `{id}` in the third place stands for any name.
    private let methods: [String: [HTTPRequest.Method]]
    /// Where all paths but those of the table are image URLs: what they begin with.
    private let imagePrefix: String?

    /// Below this, a path that is not in the table is not known.
    private static let reserved = "/v1/"
    private static let reading: [HTTPRequest.Method] = [.get, .head]

    init(_ methods: [String: [HTTPRequest.Method]], imagePrefix: String? = nil) {
        self.methods = methods
        self.imagePrefix = imagePrefix
    }

    func handle(
        _ request: Request, context: APIRequestContext, next: (Request, APIRequestContext) async throws -> Response
    ) async throws -> Response {
        let path = String((request.head.path ?? "/").prefix { $0 != "?" })
        guard let methods = methods(of: path), !methods.contains(request.method) else {
            return try await next(request, context)
        }
        let allow = (methods + [.options]).map(\.rawValue).joined(separator: ", ")
        guard request.method == .options else {
            var problem = Problem(
                status: 405, code: "http.405", detail: "\(path) accepts \(allow), not \(request.method.rawValue).")
            problem.allow = allow
            throw problem
        }
        return Response(status: .noContent, headers: [.allow: allow])
    }

    /// `path` with `{id}` in its third place, as in `/v1/batches/{id}/items`.
    private static func pattern(of path: String) -> String {
        var parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count > 3, !parts[3].isEmpty else { return path }
        parts[3] = "{id}"
        return parts.joined(separator: "/")
    }

    /// `nil` for a path that nobody knows.
    private func methods(of path: String) -> [HTTPRequest.Method]? {
        if let methods = methods[path] ?? methods[Self.pattern(of: path)] { return methods }
        guard let imagePrefix, path != "/", path.hasPrefix(imagePrefix + "/"), !path.hasPrefix(Self.reserved) else {
            return nil
        }
        return Self.reading
    }
}

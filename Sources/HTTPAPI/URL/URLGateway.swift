import HTTPTypes
import Hummingbird
import ImageService

/// Takes every GET and HEAD whose path is none of the service's own: it is the URL of an image, or of facts about one.
struct URLGateway: RouterMiddleware {
    let service: ImageService
    let configuration: URLAPIConfiguration

    private static let ownPaths: Set = ["/", "/health", "/v1/renditions"]

    func handle(
        _ request: Request, context: APIRequestContext, next: (Request, APIRequestContext) async throws -> Response
    ) async throws -> Response {
        let target = request.head.path ?? "/"
        guard target.utf8.count <= configuration.access.maximumURLBytes else {
            throw Problem.longURL(maximumBytes: configuration.access.maximumURLBytes)
        }
        let path = String(target.prefix { $0 != "?" })
        if configuration.isHealthPath(path) { return try await health(request, context) }
        guard !Self.ownPaths.contains(path), !BatchRoutes.contains(path),
            request.method == .get || request.method == .head
        else {
            try admitToAPI(request, path)
            return try await next(request, context)
        }
        try admit(request)
        let response = try await answer(request, target: target, path: path, context)
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func answer(
        _ request: Request, target: String, path: String, _ context: APIRequestContext
    ) async throws -> Response {
        let client = URLClient(request)
        let limit = configuration.access.requestTimeout
        return try await context.whileClientIsPresent(within: limit) { [service, configuration] in
            if path.hasPrefix(configuration.pathPrefix + "/info/") {
                let route = InfoRoute(service: service, configuration: configuration)
                return try await route.answer(target: target, client: client, context.record)
            }
            let route = ImageRoute(service: service, configuration: configuration)
            return try await route.answer(target: target, client: client, context)
        }
    }

    private func health(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        let response = try await HealthRoute(service: service).handle(request, context)
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func admit(_ request: Request) throws {
        guard configuration.access.admits(authorization: request.headers[.authorization]) else {
            throw Problem.wrongSecret
        }
    }

    /// Where URLs are signed, requests that nobody signed would get around that: they need the secret.
    private func admitToAPI(_ request: Request, _ path: String) throws {
        guard path.hasPrefix("/v1/") else { return }
        try admit(request)
        if configuration.isSigned, configuration.access.secret == nil { throw Problem.unsigned }
    }
}

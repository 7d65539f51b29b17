import HTTPTypes
import Hummingbird
import ImageService

/// The routes of image URLs: every path without another route is the URL of an image, or of facts about one.
struct ImageRoutes: Sendable {
    let service: ImageService
    let configuration: URLAPIConfiguration
    /// The longest time for an answer.
    let requestTimeout: Duration

    var routes: [Route] {
        let prefix = configuration.pathPrefix
        return [
            Route("\(prefix)/info/**", name: "info", admission: .secret, .reading(info)),
            Route("\(prefix)/**", name: "image", admission: .secret, .reading(image)),
        ]
    }

    private func info(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        let (target, client) = (request.head.path ?? "/", URLClient(request))
        let route = InfoRoute(service: service, configuration: configuration)
        return try await context.whileClientIsPresent(within: requestTimeout) {
            try await route.answer(target: target, client: client, context)
        }
    }

    private func image(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        let (target, client) = (request.head.path ?? "/", URLClient(request))
        let route = ImageRoute(service: service, configuration: configuration)
        return try await context.whileClientIsPresent(within: requestTimeout) {
            try await route.answer(target: target, client: client, context)
        }
    }
}

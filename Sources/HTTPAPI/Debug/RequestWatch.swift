import HTTPTypes
import Hummingbird
import ImageService
import Profiling

/// Registers each request while it is in flight, and labels what it does in profiles.
struct RequestWatch: RouterMiddleware {
    let registry: RequestRegistry
    /// What the paths of images begin with, and those of facts about them.
    var imagePrefix = ""

    private static let served = ProfileLabels.none
        .with("priority", MemoryHold.Priority.live.rawValue).with("stage", "http")

    func handle(
        _ request: Request, context: APIRequestContext, next: (Request, APIRequestContext) async throws -> Response
    ) async throws -> Response {
        let progress = RequestProgress()
        let route = Self.route(request.uri.path, imagePrefix: imagePrefix)
        let ticket = registry.register(
            RequestRegistry.Entry(
                id: context.id, method: request.method.rawValue, route: route, start: .now, progress: progress))
        let labels = Self.served.with("route", route)
        var response = try await RequestProgress.$current.withValue(progress) {
            try await ProfileLabels.withTaskLabels(labels) { try await next(request, context) }
        }
        let body = response.body
        let writing = labels.with("stage", "write")
        response.body = ResponseBody(contentLength: body.contentLength) { writer in
            defer { withExtendedLifetime(ticket) {} }
            progress.enter(.write)
            // The closure below runs at once, once and in this task, so that nobody else has the writer meanwhile.
            nonisolated(unsafe) let sink = writer
            try await ProfileLabels.withTaskLabels(writing) { try await body.write(sink) }
        }
        return response
    }

    /// What a path is for; one of a few, never a client's own text.
    static func route(_ path: String, imagePrefix: String = "") -> String {
        switch path {
        case "/health", "/v1/renditions": path
        case _ where BatchRoutes.contains(path): BatchRoutes.path
        case _ where path.hasPrefix(imagePrefix + "/info/"): "info"
        case _ where path.hasPrefix("/v1/"): "unknown"
        default: "image"
        }
    }
}

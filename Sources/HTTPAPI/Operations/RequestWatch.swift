import HTTPTypes
import Hummingbird
import ImageService
import Profiling

/// Registers each request while it is in flight, and labels what it does in profiles.
struct RequestWatch: RouterMiddleware {
    let registry: RequestRegistry

    private static let served = ProfileLabels.none
        .with("priority", MemoryHold.Priority.live.rawValue).with("stage", "http")

    func handle(
        _ request: Request, context: APIRequestContext, next: (Request, APIRequestContext) async throws -> Response
    ) async throws -> Response {
        let account = context.account
        let route = context.route?.route.name ?? "unknown"
        let ticket = registry.register(
            RequestRegistry.Entry(
                id: context.requestID, method: request.method.rawValue, route: route, start: .now, account: account))
        let labels = Self.served.with("route", route)
        var response = try await RequestAccount.$current.withValue(account) {
            try await ProfileLabels.withTaskLabels(labels) { try await next(request, context) }
        }
        let body = response.body
        let writing = labels.with("stage", "write")
        response.body = ResponseBody(contentLength: body.contentLength) { writer in
            defer { withExtendedLifetime(ticket) {} }
            account.enter(.write)
            // The closure below runs immediately, once and in this task, so nobody else uses the writer meanwhile.
            nonisolated(unsafe) let sink = writer
            try await RequestAccount.$current.withValue(account) {
                try await ProfileLabels.withTaskLabels(writing) { try await body.write(sink) }
            }
        }
        return response
    }
}

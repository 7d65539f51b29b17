import HTTPTypes
import Hummingbird
import ImageService
import RequestGrammar

/// All routes of batches, and the methods that they take.
struct BatchRoutes: Sendable {
    /// What all their paths begin with.
    static let path = "/v1/batches"

    /// The methods by paths, in which `{id}` stands for any name.
    static let methods: [String: [HTTPRequest.Method]] = {
        var methods: [String: [HTTPRequest.Method]] = [
            path: [.get, .head, .post], "\(path)/{id}": [.get, .head, .delete],
            "\(path)/{id}/items": [.get, .head], "\(path)/{id}/events": [.get],
        ]
        for action in BatchRoute.Action.allCases { methods["\(path)/{id}/\(action.rawValue)"] = [.post] }
        return methods
    }()

    /// Whether `path`, without a query, is one of theirs.
    static func contains(_ path: String) -> Bool { path == Self.path || path.hasPrefix("\(Self.path)/") }

    private let batches: BatchesRoute
    private let batch: BatchRoute
    private let events: BatchEvents

    init(service: ImageService, grammar: RenditionsGrammar, limits: HTTPLimits, api: BatchAPI) {
        batches = BatchesRoute(service: service, grammar: grammar, limits: limits, api: api)
        batch = BatchRoute(api: api)
        events = BatchEvents(api: api)
    }

    /// Puts them into `router`.
    func add(to router: Router<APIRequestContext>) {
        let (root, one) = (RouterPath(Self.path), "\(Self.path)/{id}")
        router.post(root, use: batches.post)
        router.get(root, use: batches.get)
        router.head(root, use: batches.head)
        router.get(RouterPath(one), use: batch.get)
        router.head(RouterPath(one), use: batch.head)
        router.delete(RouterPath(one), use: batch.delete)
        router.get(RouterPath("\(one)/items"), use: batch.items)
        router.head(RouterPath("\(one)/items"), use: batch.itemsHead)
        router.get(RouterPath("\(one)/events"), use: events.get)
        for action in BatchRoute.Action.allCases {
            router.post(RouterPath("\(one)/\(action.rawValue)")) { request, context in
                try await batch.perform(action, request, context)
            }
        }
    }
}

/// Answers for the routes of batches where no batches are kept.
struct NoBatches: RouterMiddleware {
    func handle(
        _ request: Request, context: APIRequestContext, next: (Request, APIRequestContext) async throws -> Response
    ) async throws -> Response {
        guard BatchRoutes.contains(String((request.head.path ?? "/").prefix { $0 != "?" })) else {
            return try await next(request, context)
        }
        throw Problem(
            status: 404, code: "jobs.notConfigured",
            detail: "Batches are not available here: the service was started without --jobs.")
    }
}

import HTTPTypes
import Hummingbird
import ImageService
import RequestGrammar

/// All routes of batches.
enum BatchRoutes {
    private static let (root, one) = ("/v1/batches", "/v1/batches/{id}")
    /// All other paths below, which do not exist.
    private static let others = "/v1/batches/**"

    /// Those of `api`; a list of sources may be as long as `limits` say.
    static func routes(
        service: ImageService, grammar: RenditionsGrammar, limits: HTTPLimits, api: BatchAPI
    ) -> [Route] {
        let batches = BatchListRoute(service: service, grammar: grammar, limits: limits, api: api)
        let batch = BatchRoute(api: api)
        let actions = BatchRoute.Action.allCases.map { action in
            Route(
                "\(one)/\(action.rawValue)", admission: .unsigned, [.post: { try await batch.perform(action, $0, $1) }])
        }
        return [
            Route(
                root, admission: .unsigned, maximumBodyBytes: limits.maximumManifestBytes,
                .reading(batches.get).with(.post, batches.post)),
            Route(one, admission: .unsigned, .reading(batch.get).with(.delete, batch.delete)),
            Route("\(one)/items", admission: .unsigned, .reading(batch.items)),
            Route("\(one)/events", admission: .unsigned, [.get: BatchEvents(api: api).get]),
        ] + actions + [unknown { throw HTTPError(.notFound) }]
    }

    /// If batches are not configured: each route says so.
    static var notConfigured: [Route] {
        let handler: Route.Handler = { _, _ in throw Problem.noBatches }
        return [
            Route(root, admission: .unsigned, .reading(handler).with(.post, handler)),
            unknown { throw Problem.noBatches },
        ]
    }

    private static func unknown(_ fail: @escaping @Sendable () throws -> Response) -> Route {
        let handler: Route.Handler = { _, _ in try fail() }
        return Route(
            others, name: "unknown", admission: .unsigned,
            .reading(handler).with(.post, handler).with(.put, handler).with(.delete, handler))
    }
}

extension Problem {
    fileprivate static let noBatches = Problem(
        status: 404, code: "jobs.notConfigured",
        detail: "Batches are not available here: the service was started without --jobs.")
}

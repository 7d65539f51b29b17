import HTTPTypes
import Hummingbird
import ImageService

/// Says in each answer what the cache had to do with it: `Cache-Status` (RFC 9211), and `Age` where it was kept.
struct CacheHeaders: RouterMiddleware {
    func handle(
        _ request: Request, context: APIRequestContext, next: (Request, APIRequestContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        guard let outcome = context.account.facts.cache else { return response }
        response.headers[.cacheStatus] = Self.status(outcome)
        if let age = outcome.age { response.headers[.age] = "\(age)" }
        return response
    }

    /// `Stillwater; hit; ttl=3600; detail=memory`.
    static func status(_ outcome: CacheOutcome) -> String {
        let result =
            switch outcome.status {
            case .hit, .stale, .revalidated: "hit"
            case .miss: "fwd=uri-miss"
            case .expired: "fwd=stale"
            case .bypass: "fwd=bypass"
            }
        let parts = [
            "Stillwater", result, outcome.timeToLive.map { "ttl=\($0)" }, outcome.key.map { "key=\"\($0)\"" },
            outcome.tier.map { "detail=\($0.rawValue)" },
        ]
        return parts.compactMap(\.self).joined(separator: "; ")
    }
}

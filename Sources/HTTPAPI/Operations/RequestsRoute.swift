import Hummingbird
import ImageService

/// `GET /debug/requests`: what is in flight, the oldest first.
struct RequestsRoute: Sendable {
    let registry: RequestRegistry

    private struct Line: Encodable {
        var id: String
        var method: String
        var route: String
        var stage: String
        var ageSeconds: Double
        var stageSeconds: Double
        var source: String?
        /// In the budget now; what several requests share counts for each.
        var reservedBytes: Int
        /// On render threads so far.
        var allocatedBytes: Int
    }

    func get(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        let now = ContinuousClock.now
        let lines = registry.entries.map { entry in
            let facts = entry.account.facts
            return Line(
                id: entry.id, method: entry.method, route: entry.route, stage: facts.stage.rawValue,
                ageSeconds: (now - entry.start).seconds, stageSeconds: (now - facts.since).seconds,
                source: facts.source, reservedBytes: facts.reservedBytes,
                allocatedBytes: facts.allocatedBytes)
        }
        return try .indentedJSON(["requests": lines])
    }
}

extension Duration {
    /// As a number of seconds.
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

import HTTPTypes
import Hummingbird
import ImageService
import Rendering

/// Adds to each answer what it took: `Server-Timing`, stage by stage, and `X-Stillwater-Memory`, in bytes.
///
/// If the body is made while it is sent (several sources, an archive), the headers cover only what happened before.
struct DebugHeaders: RouterMiddleware {
    func handle(
        _ request: Request, context: APIRequestContext, next: (Request, APIRequestContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var response = try await next(request, context)
        let facts = context.account.facts
        response.headers[.serverTiming] = Self.timing(facts, total: .now - start)
        response.headers[.stillwaterMemory] = Self.memory(facts)
        return response
    }

    /// `fetch;dur=12.3, …`, in milliseconds. Source: Server Timing (W3C).
    static func timing(_ facts: RequestFacts, total: Duration) -> String {
        let stages = [
            ("fetch", facts.fetch), ("queue", facts.queue), ("decode", facts.rendering.decodeTime),
            ("resize", facts.rendering.resizeTime), ("encode", facts.rendering.encodeTime), ("total", total),
        ]
        return stages.map { name, time in
            let tenths = Int((time.seconds * 10_000).rounded())
            return "\(name);dur=\(tenths / 10).\(tenths % 10)"
        }.joined(separator: ", ")
    }

    /// Bytes held while the answer is sent, the most reserved for one source, and all allocated on render threads.
    static func memory(_ facts: RequestFacts) -> String {
        "reserved=\(facts.bytesOut), peak=\(facts.peakReservedBytes), allocated=\(facts.allocatedBytes)"
    }
}

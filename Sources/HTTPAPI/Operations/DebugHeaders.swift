import HTTPTypes
import Hummingbird
import ImageService
import Rendering

/// Says in each answer what it took: `Server-Timing`, stage by stage, and `X-Stillwater-Memory`, in bytes.
///
/// An answer whose body is made while it is sent (several sources, an archive) tells only what was known before.
struct DebugHeaders: RouterMiddleware {
    func handle(
        _ request: Request, context: APIRequestContext, next: (Request, APIRequestContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var response = try await next(request, context)
        let trace = context.record.facts.trace
        response.headers[.serverTiming] = Self.timing(trace, total: .now - start)
        response.headers[.stillwaterMemory] = Self.memory(trace)
        return response
    }

    /// `fetch;dur=12.3, …`, in milliseconds. Source: Server Timing (W3C).
    static func timing(_ trace: RenderTrace, total: Duration) -> String {
        let stages = [
            ("fetch", trace.fetch), ("queue", trace.queue), ("decode", trace.rendering.decodeTime),
            ("resize", trace.rendering.resizeTime), ("encode", trace.rendering.encodeTime), ("total", total),
        ]
        return stages.map { name, time in
            let tenths = Int((time.seconds * 10_000).rounded())
            return "\(name);dur=\(tenths / 10).\(tenths % 10)"
        }.joined(separator: ", ")
    }

    /// Held while the answer is sent; reserved at most for one source; allocated on render threads in all.
    static func memory(_ trace: RenderTrace) -> String {
        "reserved=\(trace.bytesOut), peak=\(trace.peakReservedBytes), allocated=\(trace.allocatedBytes)"
    }
}

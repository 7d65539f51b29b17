import HTTPTypes
package import Hummingbird
import ImageService
package import Logging
import NIOCore
import Rendering

/// One line a request, at info, when its answer has been sent: what it took, stage by stage.
package struct AccessLog: RouterMiddleware {
    private let logger: Logger

    package init(logger: Logger) { self.logger = logger }

    package func handle(
        _ request: Request, context: APIRequestContext, next: (Request, APIRequestContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var response = try await next(request, context)
        response.headers[.requestID] = context.id
        let (status, body) = (response.status.code, response.body)
        response.body = ResponseBody(contentLength: body.contentLength) { writer in
            let counter = ByteCounter(writer)
            let writing = ContinuousClock.now
            do {
                try await body.write(counter)
            } catch {
                context.record.fail(Problem(status: 499, code: "cancelled", detail: "", cause: "\(error)"))
                write(request, context, status: 499, start: start, writing: writing, bytes: counter.count)
                throw error
            }
            write(request, context, status: status, start: start, writing: writing, bytes: counter.count)
        }
        return response
    }

    private func write(
        _ request: Request, _ context: APIRequestContext, status: Int, start: ContinuousClock.Instant,
        writing: ContinuousClock.Instant, bytes: Int
    ) {
        let facts = context.record.facts
        var trace = facts.trace
        // A body that is made while it is sent has noted its own time; for the others it is all of the sending.
        if trace.write == .zero { trace.write = .now - writing }
        var metadata: Logger.Metadata = [
            "http.method": "\(request.method)", "http.path": "\(request.uri.path)",
            "http.status": .stringConvertible(status),
            "http.request_id": "\(context.id)", "bytes.sent": .stringConvertible(bytes),
            "time.total_ms": .stringConvertible((ContinuousClock.now - start).milliseconds),
        ]
        if trace.sources > 0 { metadata.merge(Self.metadata(trace)) { $1 } }
        if let code = facts.errorCode { metadata["error.code"] = "\(code)" }
        if let cause = facts.errorCause { metadata["error.cause"] = "\(cause)" }
        logger.log(level: status >= 500 ? .warning : .info, "request", metadata: metadata)
    }

    private static func metadata(_ trace: RenderTrace) -> Logger.Metadata {
        [
            "time.queue_ms": .stringConvertible(trace.queue.milliseconds),
            "time.fetch_ms": .stringConvertible(trace.fetch.milliseconds),
            "time.decode_ms": .stringConvertible(trace.rendering.decodeTime.milliseconds),
            "time.resize_ms": .stringConvertible(trace.rendering.resizeTime.milliseconds),
            "time.encode_ms": .stringConvertible(trace.rendering.encodeTime.milliseconds),
            "time.write_ms": .stringConvertible(trace.write.milliseconds),
            "count.sources": .stringConvertible(trace.sources), "count.downloads": .stringConvertible(trace.downloads),
            "count.decodes": .stringConvertible(trace.rendering.decodes),
            "count.decoded_pixels": .stringConvertible(trace.rendering.decodedPixels),
            "count.renditions": .stringConvertible(trace.renditions),
            "count.failures": .stringConvertible(trace.failures),
            "bytes.in": .stringConvertible(trace.bytesIn), "bytes.out": .stringConvertible(trace.bytesOut),
            "bytes.peak_reserved": .stringConvertible(trace.peakReservedBytes),
        ]
    }
}

extension HTTPField.Name {
    /// Names the request in the answer and in the log.
    static var requestID: HTTPField.Name { HTTPField.Name("X-Request-ID") ?? .eTag }
}

extension Duration {
    /// Milliseconds to a tenth.
    fileprivate var milliseconds: Double {
        let tenths = components.seconds * 10_000 + components.attoseconds / 100_000_000_000_000
        return Double(tenths) / 10
    }
}

/// Counts what goes through to another writer.
private final class ByteCounter: ResponseBodyWriter {
    private var writer: any ResponseBodyWriter
    private(set) var count = 0

    init(_ writer: any ResponseBodyWriter) { self.writer = writer }

    func write(_ buffer: ByteBuffer) async throws {
        count += buffer.readableBytes
        try await writer.write(buffer)
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {
        try await writer.finish(trailingHeaders)
    }
}

import HTTPTypes
package import Hummingbird
import ImageService
package import Logging
import NIOCore
package import Sources

/// One line a request, at info, when its answer has been sent: what it took, stage by stage.
package struct AccessLog: RouterMiddleware {
    private let logger: Logger
    private let trustedProxies: [AddressNetwork]

    /// Behind `trustedProxies`, the client's address is what they say.
    package init(logger: Logger, trustedProxies: [AddressNetwork] = []) {
        self.logger = logger
        self.trustedProxies = trustedProxies
    }

    package func handle(
        _ request: Request, context: APIRequestContext, next: (Request, APIRequestContext) async throws -> Response
    ) async throws -> Response {
        let id = Self.takenOver(request.headers[.requestID]) ?? context.id
        context.account.update { $0.requestID = id }
        let client = AccessLine.Client(request, context, trustedProxies)
        let line = AccessLine(
            method: request.method.rawValue, path: request.uri.path, id: id, client: client, account: context.account,
            logger: logger)
        var response = try await next(request, context)
        response.headers[.requestID] = id
        let (status, body) = (response.status.code, response.body)
        response.body = ResponseBody(contentLength: body.contentLength) { writer in
            let counter = ByteCounter(writer)
            let start = ContinuousClock.now
            do {
                try await body.write(counter)
            } catch {
                let problem = Self.problem(breakingOff: error)
                context.account.fail(problem)
                line.write(status: problem.status, bytesSent: counter.count, sending: .now - start)
                throw error
            }
            line.write(status: status, bytesSent: counter.count, sending: .now - start)
        }
        return response
    }

    /// The name that a proxy or client has given the request, so that all logs have the same; `nil` if it could be
    /// anything else.
    private static func takenOver(_ id: String?) -> String? {
        id.flatMap { $0.wholeMatch(of: /[A-Za-z0-9_\-]{1,128}/) == nil ? nil : $0 }
    }

    /// Why an answer could not be sent to its end: usually, the connection is gone.
    private static func problem(breakingOff error: any Error) -> Problem {
        switch error {
        case is ChannelError, is IOError, is NIOAsyncWriterError, is CancellationError:
            Problem(status: 499, code: "cancelled", detail: "", cause: "\(error)")
        default: Problem(error)
        }
    }
}

/// Counts the bytes that pass through to another writer.
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

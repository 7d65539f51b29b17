import HTTPTypes
import Hummingbird
import ImageService
import Logging
import NIOCore

/// The answer to a request for which there is neither a place nor room to wait: 503, to be tried again.
enum FullAnswer {
    static let head = HTTPResponse(
        status: .serviceUnavailable,
        headerFields: [
            .contentType: ProblemDetails.contentType, .contentLength: "\(body.readableBytes)", .retryAfter: "1",
            .connection: "close",
        ])

    private static let problem = Problem(
        status: 503, code: "connections.full",
        detail: "All connections that the service keeps open are busy (max-connections); try again in a moment.")

    /// Writes its line of the access log.
    static func log(_ method: HTTPRequest.Method, _ path: String, to logger: Logger) {
        let account = RequestAccount()
        account.fail(problem)
        let line = AccessLine(
            method: method.rawValue, path: path, id: RequestID().description, account: account, logger: logger)
        line.write(
            status: problem.status, bytesSent: method == .head ? 0 : body.readableBytes, sending: .zero)
    }

    static let body: ByteBuffer = {
        // Strings and a number can always be encoded; the status says enough without a body.
        return (try? problem.details.encoded()) ?? ByteBuffer()
    }()
}

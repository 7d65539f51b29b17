import HTTPTypes
import NIOCore

/// The answer to a request for which there is no place, and no room to wait for one: 503, to be tried again.
enum FullAnswer {
    static let head = HTTPResponse(
        status: .serviceUnavailable,
        headerFields: [
            .contentType: ProblemDetails.contentType, .contentLength: "\(body.readableBytes)", .retryAfter: "1",
            .connection: "close",
        ])

    static let body: ByteBuffer = {
        let problem = Problem(
            status: 503, code: "connections.full",
            detail: "All connections that the service allows are busy (max-connections); try again in a moment.")
        // Texts and a number can always be encoded; the status says enough without them.
        return (try? problem.details.encoded()) ?? ByteBuffer()
    }()
}

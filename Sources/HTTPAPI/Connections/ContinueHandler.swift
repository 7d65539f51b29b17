import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Tells clients that ask before they send a body (`Expect: 100-continue`) to go on, unless the body is too large: then
/// the answer comes first, and the body need not be sent.
///
/// Without this, curl waits a second before each upload of more than a megabyte.
final class ContinueHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundOut = HTTPResponsePart

    private let maximumBytes: @Sendable (HTTPRequest) -> Int

    /// `maximumBytes` says how long the body of a request may be.
    init(maximumBytes: @escaping @Sendable (HTTPRequest) -> Int) { self.maximumBytes = maximumBytes }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head(let request) = unwrapInboundIn(data), mayContinue(request) {
            context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
        }
        context.fireChannelRead(data)
    }

    private func mayContinue(_ request: HTTPRequest) -> Bool {
        guard request.headerFields[.expect]?.lowercased() == "100-continue" else { return false }
        let length = request.headerFields[.contentLength].flatMap(Int.init) ?? 0
        return length <= maximumBytes(request)
    }
}

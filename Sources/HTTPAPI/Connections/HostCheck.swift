import NIOCore
import NIOHTTP1

/// Refuses requests that name no host, or more than one: a proxy in front of the service could choose another host than
/// the service does (RFC 9112, 3.2). HTTP/1.0 has no hosts; simple health checks use it.
final class HostCheck: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(let head) = unwrapInboundIn(data), !Self.isClear(head) else {
            context.fireChannelRead(data)
            return
        }
        // Answered like what the parser refuses: with 400, and the connection is closed.
        context.fireErrorCaught(HTTPParserError.invalidHeaderToken)
    }

    private static func isClear(_ head: HTTPRequestHead) -> Bool {
        let hosts = head.headers["host"].count
        return hosts == 1 || (hosts == 0 && (head.version.major, head.version.minor) < (1, 1))
    }
}

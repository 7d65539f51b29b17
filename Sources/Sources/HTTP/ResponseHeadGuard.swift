import NIOCore
import NIOHTTP1

/// Bounds how much an origin may send without making progress: status line, header fields, trailers, interim answers.
///
/// NIO's parser keeps up to 2 MiB of header fields per message, and any number of messages before the last one. Here,
/// at most `maximumBytes` may arrive between two parts of an answer (head, bytes of the body, end). Heads pass through
/// `ResponseHeadLines` on their way to the parser.
final class ResponseHeadGuard: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// Sits behind the parser and sees its output.
    private final class Witness: ChannelInboundHandler {
        typealias InboundIn = HTTPClientResponsePart

        private let owner: ResponseHeadGuard

        init(_ owner: ResponseHeadGuard) { self.owner = owner }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            // An interim answer is not progress: any number of them may arrive.
            switch unwrapInboundIn(data) {
            case .head(let head) where (100..<200).contains(head.status.code): owner.isInHead = true
            case .head, .body: owner.silentBytes = 0
            case .end:
                owner.silentBytes = 0
                owner.isInHead = true
            }
            context.fireChannelRead(data)
        }
    }

    private let maximumBytes: Int
    private var silentBytes = 0
    private var hasFailed = false
    private var isInHead = true
    private var lines = ResponseHeadLines()

    private init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

    /// Puts a guard around the HTTP parser of `channel`, on its event loop.
    static func guardParser(of channel: any Channel, maximumBytes: Int) throws {
        let pipeline = channel.pipeline.syncOperations
        let parser = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
        let owner = ResponseHeadGuard(maximumBytes: maximumBytes)
        try pipeline.addHandler(owner, position: .before(parser))
        try pipeline.addHandler(Witness(owner), position: .after(parser))
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        // In pieces within the limit, so that a long body after a head does not count as one.
        while !hasFailed, bytes.readableBytes > 0 {
            let allowed = min(bytes.readableBytes, maximumBytes - silentBytes)
            guard allowed > 0, let piece = bytes.readSlice(length: allowed) else { return fail(context) }
            silentBytes += allowed
            pass(piece, context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        // The parser has to see that the head is incomplete.
        if !lines.unfinished.isEmpty { context.fireChannelRead(wrapInboundOut(ByteBuffer(bytes: lines.unfinished))) }
        context.fireChannelInactive()
    }

    /// Passes on `piece`. After a head's end, the witness has seen from the parser what follows.
    private func pass(_ piece: ByteBuffer, _ context: ChannelHandlerContext) {
        var piece = piece
        while !hasFailed, piece.readableBytes > 0 {
            guard isInHead else { return context.fireChannelRead(wrapInboundOut(piece)) }
            var head = context.channel.allocator.buffer(capacity: piece.readableBytes)
            if lines.read(&piece, into: &head) {
                isInHead = false
                lines = ResponseHeadLines()
            }
            if head.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(head)) }
        }
    }

    private func fail(_ context: ChannelHandlerContext) {
        hasFailed = true
        context.fireErrorCaught(HTTPParserError.headerOverflow)
        context.close(promise: nil)
    }
}

import Glibc
import NIOCore
import NIOHTTP1

/// Answers the requests of one connection of a `FakeOrigin`.
final class FakeOriginHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let state: FakeOriginState
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []
    private var requests = 0

    init(state: FakeOriginState) { self.state = state }

    func channelActive(context: ChannelHandlerContext) {
        let channel = context.channel
        state.change {
            $0.connections[ObjectIdentifier(channel)] = channel
            $0.record.acceptedConnections += 1
            $0.record.openConnections += 1
            $0.record.mostOpenConnections = max($0.record.mostOpenConnections, $0.record.openConnections)
        }
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        let channel = context.channel
        state.change {
            $0.connections[ObjectIdentifier(channel)] = nil
            $0.record.openConnections -= 1
        }
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body(let bytes): body += bytes.readableBytesView
        case .end:
            guard let head else { return }
            record(head, body)
            self.head = nil
            body = []
            requests += 1
            start(state.answer(for: head.uri), on: context.channel)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func record(_ head: HTTPRequestHead, _ body: [UInt8]) {
        let request = FakeOriginRecord.Request(
            method: head.method.rawValue, target: head.uri,
            headers: head.headers.map { (name: $0.name, value: $0.value) }, body: body)
        state.change { $0.record.requests.append(request) }
    }

    private func start(_ answer: FakeAnswer, on channel: any Channel) {
        let writer = FakeAnswerWriter(answer: answer, channel: channel, state: state)
        switch answer.pace {
        case .stallsBeforeHead:
            afterStall(channel) { writer.writeHead().writeBody(from: 0) }
        case .closesBeforeHead:
            channel.close(promise: nil)
        case .closesWhenUsedAgain(let resets) where requests > 1:
            close(channel, resetting: resets)
        case .verbatim(let bytes):
            writeVerbatim(bytes, on: channel)
        case .stalls(let bytes):
            writer.writeHead().write(upTo: bytes)
            afterStall(channel) { writer.writeBody(from: bytes) }
        case .closes(let bytes):
            writer.writeHead().write(upTo: bytes)
            channel.close(promise: nil)
        case .atOnce, .pieces, .trickles, .closesWhenUsedAgain:
            writer.writeHead().writeBody(from: 0)
        }
    }

    private func close(_ channel: any Channel, resetting: Bool) {
        guard resetting, let options = channel as? any SocketOptionProvider else { return channel.close(promise: nil) }
        // A close that lingers for no time sends a reset.
        options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in channel.close(promise: nil) }
    }

    /// Writes bytes that the encoder does not see.
    private func writeVerbatim(_ bytes: [UInt8], on channel: any Channel) {
        guard let context = try? channel.pipeline.syncOperations.context(handlerType: HTTPResponseEncoder.self) else {
            return channel.close(promise: nil)
        }
        context.writeAndFlush(NIOAny(ByteBuffer(bytes: bytes)), promise: nil)
        channel.close(promise: nil)
    }

    private func afterStall(_ channel: any Channel, _ action: @escaping @Sendable () -> Void) {
        state.stall.futureResult.hop(to: channel.eventLoop).whenSuccess { if channel.isActive { action() } }
    }
}

/// Writes one answer.
private struct FakeAnswerWriter: Sendable {
    let answer: FakeAnswer
    let channel: any Channel
    let state: FakeOriginState

    @discardableResult
    func writeHead() -> FakeAnswerWriter {
        var headers = HTTPHeaders(answer.headers.map { ($0.name, $0.value) })
        switch answer.framing {
        case .contentLength: headers.add(name: "Content-Length", value: String(answer.body.count))
        case .declared(let bytes): headers.add(name: "Content-Length", value: String(bytes))
        case .chunked: headers.add(name: "Transfer-Encoding", value: "chunked")
        }
        let status = HTTPResponseStatus(statusCode: answer.status)
        send(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers)))
        return self
    }

    /// The first `end` bytes of the body.
    func write(upTo end: Int) { send(answer.body.prefix(end)) }

    /// The body from `start` on, and the end.
    func writeBody(from start: Int) {
        switch answer.pace {
        case .pieces(let bytes): writePieces(from: start, bytes: max(bytes, 1))
        case .trickles(let milliseconds): trickle(from: start, every: .milliseconds(Int64(milliseconds)))
        default:
            send(answer.body.dropFirst(start))
            finish()
        }
    }

    private func writePieces(from start: Int, bytes: Int) {
        guard start < answer.body.count else { return finish() }
        send(answer.body.dropFirst(start).prefix(bytes)).whenSuccess { writePieces(from: start + bytes, bytes: bytes) }
    }

    private func trickle(from start: Int, every interval: TimeAmount) {
        guard start < answer.body.count else { return finish() }
        send(answer.body.dropFirst(start).prefix(1)).whenSuccess {
            channel.eventLoop.scheduleTask(in: interval) { trickle(from: start + 1, every: interval) }
        }
    }

    private func finish() {
        if case .declared = answer.framing {
            channel.close(promise: nil)
        } else {
            send(.end(nil))
        }
    }

    @discardableResult
    private func send(_ bytes: ArraySlice<UInt8>) -> EventLoopFuture<Void> {
        let (state, count) = (state, bytes.count)
        return send(.body(.byteBuffer(ByteBuffer(bytes: bytes)))).map { state.change { $0.record.sentBytes += count } }
    }

    @discardableResult
    private func send(_ part: HTTPServerResponsePart) -> EventLoopFuture<Void> {
        channel.writeAndFlush(part)
    }
}

import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Closes connections whose client stalls, in the middle of a request or of an answer.
///
/// A whole head has to arrive within `readTimeout` of its first byte; the first head, of the connection. While somebody
/// waits for a body, it may pause for that long, and has to arrive at `minimumRate` bytes per second over that time.
/// The client has to read some bytes of an answer in every two `writeTimeout`s. Between requests, and while an answer
/// is being made, no clock runs here.
final class ConnectionDeadlines: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let readTimeout: TimeAmount
    private let writeTimeout: TimeAmount
    private var reading = InboundProgress()
    private var pace: BodyPace
    private var readClock: Scheduled<Void>?
    private var writing = ResponseProgress()
    private var writeClock: Scheduled<Void>?

    init(readTimeout: TimeAmount, writeTimeout: TimeAmount, minimumRate: Int = 0) {
        self.readTimeout = readTimeout
        pace = BodyPace(minimumRate: minimumRate, span: readTimeout)
        self.writeTimeout = writeTimeout
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { startReadClock(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { stopClocks() }

    func channelActive(context: ChannelHandlerContext) {
        startReadClock(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        stopClocks()
        context.fireChannelInactive()
    }

    // MARK: - Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        stopReadClock()
        let part = unwrapInboundIn(data)
        reading.take(part)
        if case .body(let bytes) = part, pace.take(bytes: bytes.readableBytes, at: context.eventLoop.now) {
            context.fireErrorCaught(BodyError(.timedOut, "The body is arriving too slowly (min-upload-rate)."))
            return
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        reading.endOfBytes()
        if reading.isInHead { startReadClock(context) }
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        // While nobody reads a body, its sender is not to blame.
        if reading.isInBody {
            pace.ask(at: context.eventLoop.now)
            startReadClock(context)
        }
        context.read()
    }

    private func startReadClock(_ context: ChannelHandlerContext) {
        guard readClock == nil else { return }
        readClock = context.eventLoop.assumeIsolated().scheduleTask(in: readTimeout) {
            self.readClock = nil
            self.endReading(context)
        }
    }

    private func stopReadClock() {
        readClock?.cancel()
        readClock = nil
    }

    private func endReading(_ context: ChannelHandlerContext) {
        if reading.isInBody {
            // The route that waits for the body answers.
            context.fireErrorCaught(BodyError(.timedOut, "The body stopped arriving."))
        } else if reading.isInHead {
            let head = HTTPResponse(status: .requestTimeout, headerFields: [.connection: "close", .contentLength: "0"])
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            context.close(promise: nil)
        } else {
            // A connection on which nothing arrived.
            context.close(promise: nil)
        }
    }

    // MARK: - Answers

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let part = unwrapOutboundIn(data)
        let written = promise ?? context.eventLoop.makePromise()
        writing.begin(part)
        startWriteClock(context)
        written.futureResult.assumeIsolated().whenComplete { _ in
            self.writing.end()
            if !self.writing.isPending { self.stopWriteClock() }
        }
        context.write(data, promise: written)
        guard case .end = part else { return }
        reading.endOfAnswer()
        if reading.isInHead { startReadClock(context) }
    }

    private func startWriteClock(_ context: ChannelHandlerContext) {
        guard writeClock == nil else { return }
        writing.mark(bufferedBytes: bufferedBytes(context))
        writeClock = context.eventLoop.assumeIsolated().scheduleTask(in: writeTimeout) {
            self.writeClock = nil
            guard self.writing.isPending else { return }
            if self.writing.hasProgress(bufferedBytes: self.bufferedBytes(context)) {
                self.startWriteClock(context)
            } else {
                context.close(promise: nil)
            }
        }
    }

    private func stopWriteClock() {
        writeClock?.cancel()
        writeClock = nil
    }

    private func stopClocks() {
        stopReadClock()
        stopWriteClock()
    }

    /// Bytes that wait to be written to the socket.
    private func bufferedBytes(_ context: ChannelHandlerContext) -> Int {
        // If the channel cannot tell, only whole writes count as progress.
        (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }
}

/// The progress of a connection's answers.
private struct ResponseProgress {
    private var pendingParts = 0
    private var endedParts = 0
    private var handedBytes = 0
    private var mark = (endedParts: 0, takenBytes: 0)

    var isPending: Bool { pendingParts > 0 }

    mutating func begin(_ part: HTTPResponsePart) {
        pendingParts += 1
        if case .body(let bytes) = part { handedBytes += bytes.readableBytes }
    }

    mutating func end() {
        pendingParts -= 1
        endedParts += 1
    }

    mutating func mark(bufferedBytes: Int) { mark = (endedParts, handedBytes - bufferedBytes) }

    /// Whether the socket has taken anything since the mark.
    func hasProgress(bufferedBytes: Int) -> Bool {
        endedParts > mark.endedParts || handedBytes - bufferedBytes > mark.takenBytes
    }
}

import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Lets requests of a connection through when it has a place; `ConnectionPlaces` is the rule.
///
/// A request that waits for a place is held here, and no more of it is read. A connection that may not stay is told so
/// in its answer by `Connection: close`, if there is time. Only between requests it is closed without notice, as
/// clients that keep connections open have to expect.
final class PlaceHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// How long things may take.
    struct Times: Sendable {
        /// How long a connection may be silent at its start, or take to send a head, before it counts as idle. Without
        /// a place, its whole first head has to arrive in this time.
        var patience = TimeAmount.seconds(1)
        /// The same for a connection without a place when there are many: time for what is already on its way.
        var hurry = TimeAmount.milliseconds(50)
        /// How long a request may wait for a place.
        var longestWait = TimeAmount.seconds(10)

        init() {}

        /// The times of a listener: within its own limits for heads and for connections without traffic, which would
        /// end a connection before an answer could be sent.
        init(_ listeners: ListenerSettings) {
            patience = min(patience, TimeAmount(listeners.readTimeout))
            hurry = min(hurry, patience)
            longestWait = min(longestWait, .nanoseconds(TimeAmount(listeners.idleTimeout).nanoseconds / 2))
        }
    }

    private enum Stage {
        case placed
        /// Without a place: its first request decides.
        case standing
        /// A request is held until there is a place.
        case waiting
        /// Without a place: one health check is answered.
        case guest
        /// Only what is already on its way is still read.
        case leaving
    }

    private let table: ConnectionTable
    private let times: Times
    private let onRefusal: Refusal
    private var ticket = 0
    private var stage = Stage.standing
    private var progress = InboundProgress()
    /// Whether there is nothing to do for the connection, and the table knows, or will know after `patience`.
    private var isResting = true
    /// Whether a head has begun that may take `patience`.
    private var isBeginning = false
    /// Whether it took longer: it keeps no place until it is whole.
    private var isLingering = false
    /// Whether the answer being written says that it is the last one.
    private var closesAfterAnswer = false
    private var hasSentLastAnswer = false
    /// The last request.
    private var asked = (method: HTTPRequest.Method.get, path: "")
    private var held: [HTTPRequestPart] = []
    private var readsLater = false
    private var timer: Scheduled<Void>?

    /// Called for each request that gets 503 here.
    typealias Refusal = @Sendable (_ method: HTTPRequest.Method, _ path: String) -> Void

    init(table: ConnectionTable, times: Times = Times(), onRefusal: @escaping Refusal = { _, _ in }) {
        self.table = table
        self.times = times
        self.onRefusal = onRefusal
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let (ticket, hasPlace) = table.open(context.channel)
        self.ticket = ticket
        stage = hasPlace ? .placed : .standing
        startTimer(times.patience, context)
    }

    func handlerRemoved(context: ChannelHandlerContext) { stopTimer() }

    // MARK: - Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        progress.take(part)
        if case .head(let head) = part, isResting || isBeginning || stage == .standing { ask(for: head, context) }
        switch stage {
        case .placed: context.fireChannelRead(data)
        // What follows a health check is not answered any more.
        case .guest: if progress.unanswered == 1 { context.fireChannelRead(data) }
        case .waiting: held.append(part)
        case .standing: break
        case .leaving: if hasSentLastAnswer, !progress.isInBody { context.close(promise: nil) }
        }
        restIfDone(context)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        progress.endOfBytes()
        if isResting, !isLingering, stage == .placed, progress.hasPartOfHead { resume(context) }
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        guard stage == .waiting else {
            context.read()
            return
        }
        readsLater = true
    }

    private func ask(for head: HTTPRequest, _ context: ChannelHandlerContext) {
        (isResting, isBeginning, isLingering) = (false, false, false)
        stopTimer()
        asked = (head.method, String((head.path ?? "/").prefix { $0 != "?" }))
        switch table.request(ticket, path: asked.path) {
        case .answer: stage = .placed
        case .answerAndClose: stage = .guest
        case .wait:
            stage = .waiting
            startTimer(times.longestWait, context)
        case .refuse: refuse(context)
        }
    }

    /// Part of a head has arrived. The rest has to follow soon, or the connection counts as idle again.
    private func resume(_ context: ChannelHandlerContext) {
        // If another connection took its place a moment ago, the whole head decides.
        if !table.resume(ticket) { stage = .standing }
        begin(context)
    }

    private func begin(_ context: ChannelHandlerContext) {
        (isResting, isBeginning) = (false, true)
        startTimer(times.patience, context)
    }

    /// The request that waited has a place.
    private func admit(_ context: ChannelHandlerContext) {
        guard stage == .waiting else { return }
        stage = .placed
        stopTimer()
        let parts = held
        held = []
        for part in parts { context.fireChannelRead(wrapInboundOut(part)) }
        context.fireChannelReadComplete()
        if readsLater { context.read() }
        readsLater = false
    }

    /// Tells the table when the connection has nothing to do any more.
    private func restIfDone(_ context: ChannelHandlerContext) {
        guard stage == .placed, !isResting, !isBeginning, !closesAfterAnswer else { return }
        if progress.isInHead { begin(context) }
        guard progress.isBetweenRequests else { return }
        isResting = true
        if !table.rest(ticket) { context.close(promise: nil) }
    }

    // MARK: - Answers

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head) where isLast(head):
            closesAfterAnswer = true
            head.headerFields[.connection] = "close"
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .end:
            let written = promise ?? context.eventLoop.makePromise()
            // Closing earlier would cut off what the system has not taken yet.
            written.futureResult.assumeIsolated().whenSuccess { self.endOfAnswer(context) }
            context.write(data, promise: written)
        case .head, .body:
            context.write(data, promise: promise)
        }
    }

    /// Whether the connection is to be closed after the answer: it has no place, or others wait for one.
    private func isLast(_ head: HTTPResponse) -> Bool {
        guard head.status.kind != .informational else { return false }
        return stage == .guest || (stage == .placed && progress.unanswered == 1 && table.isCrowded)
    }

    private func endOfAnswer(_ context: ChannelHandlerContext) {
        progress.endOfAnswer()
        if closesAfterAnswer { leave(context) } else { restIfDone(context) }
    }

    /// Answers the request with 503.
    private func refuse(_ context: ChannelHandlerContext) {
        stage = .leaving
        held = []
        onRefusal(asked.method, asked.path)
        context.write(wrapOutboundOut(.head(FullAnswer.head)), promise: nil)
        if asked.method != .head { context.write(wrapOutboundOut(.body(FullAnswer.body)), promise: nil) }
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { _ in self.leave(context) }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
    }

    /// Closes the connection after its last answer. While the client still sends a body, only this side is closed at
    /// first: otherwise the system would discard the answer that the client has not read yet.
    private func leave(_ context: ChannelHandlerContext) {
        hasSentLastAnswer = true
        guard progress.isInBody else {
            context.close(promise: nil)
            return
        }
        stage = .leaving
        context.close(mode: .output, promise: nil)
        startTimer(times.patience, context)
    }

    // MARK: - Events

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case let notice as ConnectionTable.Notice:
            switch notice {
            case .admitted: admit(context)
            case .replaced: if isResting { context.close(promise: nil) }
            case .hurried: if stage == .standing { startTimer(times.hurry, context) }
            }
        case is ChannelShouldQuiesceEvent:
            // A service that stops lets no request wait.
            if stage == .waiting { endOfWait(context) }
            if stage != .leaving { context.fireUserInboundEventTriggered(event) }
        case let event as ChannelEvent where event == .inputClosed && (stage == .waiting || stage == .leaving):
            context.close(promise: nil)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    private func endOfWait(_ context: ChannelHandlerContext) {
        if table.giveUp(ticket) { refuse(context) } else { admit(context) }
    }

    private func timeIsUp(_ context: ChannelHandlerContext) {
        switch stage {
        case .placed:
            if isBeginning { (isResting, isBeginning, isLingering) = (true, false, true) }
            if !table.rest(ticket) { context.close(promise: nil) }
        case .standing:
            if !progress.hasPartOfHead, table.rest(ticket) { stage = .placed } else { context.close(promise: nil) }
        case .waiting: endOfWait(context)
        case .guest: break
        case .leaving: context.close(promise: nil)
        }
    }

    private func startTimer(_ time: TimeAmount, _ context: ChannelHandlerContext) {
        stopTimer()
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: time) {
            self.timer = nil
            self.timeIsUp(context)
        }
    }

    private func stopTimer() {
        timer?.cancel()
        timer = nil
    }
}

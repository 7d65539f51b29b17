import ImageService
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTPTypes
import Waiting

/// Knows whether the client of a connection is still there, and cancels work for it when it leaves.
///
/// A client that closes only its own half of the connection counts as gone, too: the kernel shows no difference until
/// something is written.
final class ClientPresence: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    private enum Reason: Sendable {
        case gone, late
    }

    private struct State {
        var isGone = false
        var nextTicket = 0
        var cancellers: [Int: Canceller<Reason>] = [:]
    }

    private let state = NIOLockedValueBox(State())

    /// Whether the client has closed the connection.
    var isGone: Bool { state.withLockedValue { $0.isGone } }

    /// What `work` returns; it is cancelled when the client leaves, or when it takes longer than `limit`.
    ///
    /// - Throws: what `work` throws; `ServiceError.deadlineExceeded`.
    func whilePresent<Value: Sendable>(
        within limit: Duration? = nil, _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let canceller = Canceller<Reason>()
        let timer = limit.map { deadlineTimer($0) { canceller.cancel(.late) } }
        let ticket = enter(canceller)
        defer {
            leave(ticket)
            timer?.cancel()
        }
        let (result, reason) = await canceller.run { await Result { try await work() } }
        if reason == .late { throw ServiceError.deadlineExceeded }
        guard let result else { throw CancellationError() }
        return try result.get()
    }

    func channelInactive(context: ChannelHandlerContext) {
        endAll()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent { endAll() }
        context.fireUserInboundEventTriggered(event)
    }

    private func enter(_ canceller: Canceller<Reason>) -> Int {
        let (ticket, isGone) = state.withLockedValue { state in
            state.nextTicket += 1
            if !state.isGone { state.cancellers[state.nextTicket] = canceller }
            return (state.nextTicket, state.isGone)
        }
        if isGone { canceller.cancel(.gone) }
        return ticket
    }

    private func leave(_ ticket: Int) {
        state.withLockedValue { $0.cancellers[ticket] = nil }
    }

    private func endAll() {
        let cancellers = state.withLockedValue { state in
            state.isGone = true
            defer { state.cancellers = [:] }
            return state.cancellers.values.map(\.self)
        }
        for canceller in cancellers { canceller.cancel(.gone) }
    }
}

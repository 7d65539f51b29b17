import NIOConcurrencyHelpers
import NIOCore
import NIOHTTPTypes

/// Knows whether the client of a connection is still there, and cancels what is made for it when it goes.
///
/// A client that closes only its own half of the connection counts as gone, too: the kernel tells no difference until
/// something is written.
final class ClientPresence: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    private struct State {
        var isGone = false
        var nextTicket = 0
        var cancellations: [Int: @Sendable () -> Void] = [:]
    }

    private let state = NIOLockedValueBox(State())

    /// Whether the client has closed the connection.
    var isGone: Bool { state.withLockedValue { $0.isGone } }

    /// What `work` returns; it runs in a task of its own, which is cancelled when the client goes.
    ///
    /// - Throws: what `work` throws.
    func whilePresent<Value: Sendable>(
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let task = Task { try await work() }
        let ticket = enter { task.cancel() }
        defer { leave(ticket) }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        cancelAll()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent { cancelAll() }
        context.fireUserInboundEventTriggered(event)
    }

    private func enter(_ cancel: @escaping @Sendable () -> Void) -> Int {
        let (ticket, isGone) = state.withLockedValue { state in
            state.nextTicket += 1
            if !state.isGone { state.cancellations[state.nextTicket] = cancel }
            return (state.nextTicket, state.isGone)
        }
        if isGone { cancel() }
        return ticket
    }

    private func leave(_ ticket: Int) {
        state.withLockedValue { $0.cancellations[ticket] = nil }
    }

    private func cancelAll() {
        let cancellations = state.withLockedValue { state in
            state.isGone = true
            defer { state.cancellations = [:] }
            return state.cancellations.values.map(\.self)
        }
        for cancel in cancellations { cancel() }
    }
}

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
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = NIOLockedValueBox(State())

    /// Whether the client has closed the connection.
    var isGone: Bool { state.withLockedValue { $0.isGone } }

    /// What `work` returns; it is cancelled when the client goes.
    ///
    /// - Throws: what `work` throws.
    func whilePresent<Value: Sendable>(
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            if isGone { group.cancelAll() }
            group.addTask { try await work() }
            group.addTask {
                await self.untilGone()
                return nil
            }
            // Whichever ends first ends the other; what the work then says counts.
            while let result = try await group.next() {
                group.cancelAll()
                if let result { return result }
            }
            throw CancellationError()
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent { leave() }
        context.fireUserInboundEventTriggered(event)
    }

    /// Returns when the client has gone, or the task is cancelled.
    private func untilGone() async {
        let ticket = state.withLockedValue { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLockedValue { state in
                    // A cancelled task's handler may have run before its continuation came here.
                    guard !state.isGone, !Task.isCancelled else { return true }
                    state.waiting[ticket] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLockedValue { $0.waiting.removeValue(forKey: ticket) }?.resume()
        }
    }

    private func leave() {
        let waiting = state.withLockedValue { state in
            state.isGone = true
            defer { state.waiting = [:] }
            return state.waiting.values.map(\.self)
        }
        for continuation in waiting { continuation.resume() }
    }
}

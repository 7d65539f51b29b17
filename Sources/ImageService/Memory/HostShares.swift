import NIOConcurrencyHelpers

/// How many bytes the sources of one host may hold while they arrive: a host whose bodies stall takes no more of the
/// sources' share than that, and leaves the rest to others.
///
/// Of each host it is first come, first served. A source that is larger than the share of a host comes when no other of
/// that host does. A place ends with its fetch, which has a deadline: so nobody waits for ever.
final class HostShares: Sendable {
    private enum Outcome: Sendable {
        case granted, cancelled
    }

    private struct Host {
        var bytes = 0
        var places = 0
        var waiting: [(id: Int, bytes: Int, continuation: CheckedContinuation<Outcome, Never>)] = []
    }

    private struct State {
        var hosts: [String: Host] = [:]
        var nextID = 0
        var cancelled: Set<Int> = []
    }

    private let state = NIOLockedValueBox(State())
    /// The most bytes of one host.
    let limit: Int

    init(limit: Int) { self.limit = limit }

    /// Sources that wait for others of their host.
    var waitingCount: Int { state.withLockedValue { $0.hosts.values.reduce(0) { $0 + $1.waiting.count } } }

    /// What `work` gives, done while `bytes` count as those of `host`.
    ///
    /// - Throws: what `work` throws; `cancelled` when the task is cancelled before its turn.
    nonisolated(nonsending) func holding<Value>(
        _ bytes: Int, of host: String, _ work: nonisolated(nonsending) () async throws(ServiceError) -> Value
    ) async throws(ServiceError) -> Value {
        guard await enter(host, bytes) == .granted else { throw .cancelled }
        defer { leave(host, bytes) }
        return try await work()
    }

    private func enter(_ host: String, _ bytes: Int) async -> Outcome {
        let (id, isGranted) = state.withLockedValue { state in
            state.nextID += 1
            return (state.nextID, Self.take(bytes, of: &state.hosts[host, default: Host()], limit))
        }
        if isGranted { return .granted }
        // A cancellation may come after the turn has.
        defer { state.withLockedValue { _ = $0.cancelled.remove(id) } }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { wait(id, host, bytes, $0) }
        } onCancel: {
            cancel(id, host)
        }
    }

    /// Takes `bytes` if it is this one's turn.
    private static func take(_ bytes: Int, of host: inout Host, _ limit: Int) -> Bool {
        guard host.waiting.isEmpty, fits(bytes, host, limit) else { return false }
        host.bytes += bytes
        host.places += 1
        return true
    }

    private static func fits(_ bytes: Int, _ host: Host, _ limit: Int) -> Bool {
        host.places == 0 || host.bytes + bytes <= limit
    }

    private func wait(_ id: Int, _ host: String, _ bytes: Int, _ continuation: CheckedContinuation<Outcome, Never>) {
        let outcome = state.withLockedValue { state -> Outcome? in
            if state.cancelled.remove(id) != nil { return .cancelled }
            // Somebody may have left since.
            if Self.take(bytes, of: &state.hosts[host, default: Host()], limit) { return .granted }
            state.hosts[host]?.waiting.append((id, bytes, continuation))
            return nil
        }
        if let outcome { continuation.resume(returning: outcome) }
    }

    private func cancel(_ id: Int, _ host: String) {
        let woken = state.withLockedValue { state -> [CheckedContinuation<Outcome, Never>] in
            guard let place = state.hosts[host]?.waiting.firstIndex(where: { $0.id == id }),
                let continuation = state.hosts[host]?.waiting.remove(at: place).continuation
            else {
                state.cancelled.insert(id)
                return []
            }
            continuation.resume(returning: .cancelled)
            return next(host, &state)
        }
        for continuation in woken { continuation.resume(returning: .granted) }
    }

    private func leave(_ host: String, _ bytes: Int) {
        let woken = state.withLockedValue { state in
            state.hosts[host]?.bytes -= bytes
            state.hosts[host]?.places -= 1
            return next(host, &state)
        }
        for continuation in woken { continuation.resume(returning: .granted) }
    }

    /// Those of `host` whose turn it is now; a host that nobody uses is forgotten.
    private func next(_ name: String, _ state: inout State) -> [CheckedContinuation<Outcome, Never>] {
        guard var host = state.hosts[name] else { return [] }
        var woken: [CheckedContinuation<Outcome, Never>] = []
        while let first = host.waiting.first, Self.fits(first.bytes, host, limit) {
            host.waiting.removeFirst()
            host.bytes += first.bytes
            host.places += 1
            woken.append(first.continuation)
        }
        state.hosts[name] = host.places == 0 && host.waiting.isEmpty ? nil : host
        return woken
    }
}

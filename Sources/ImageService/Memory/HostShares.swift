import Waiting

/// How many bytes the sources of one host may hold while they arrive. A host whose bodies stall takes no more of the
/// sources' share than that, and leaves the rest to others.
///
/// Within each host, it is first come, first served. A source that is larger than a host's share is fetched when no
/// other source of that host is. A place ends with its fetch, which has a deadline, so nobody waits for ever.
final class HostShares: Sendable {
    private let line: WaitingLine<OwnerShares>

    /// `limit` is the most bytes of one host.
    init(limit: Int) { line = WaitingLine(OwnerShares(share: limit)) }

    /// Sources that wait for others of their host.
    var waitingCount: Int { line.read { $0.waitingCount } }

    /// What `work` returns; while it runs, `bytes` count towards `host`.
    ///
    /// - Throws: what `work` throws; `cancelled` if the task is cancelled before its turn.
    nonisolated(nonsending) func holding<Value>(
        _ bytes: Int, of host: String, _ work: nonisolated(nonsending) () async throws(ServiceError) -> Value
    ) async throws(ServiceError) -> Value {
        let id = line.change { $0.ask(host, units: bytes) }
        do {
            try await line.wait(for: id)
        } catch {
            throw .cancelled
        }
        defer { line.change { $0.leave(id) } }
        return try await work()
    }
}

/// How many fetches from one host run at once, and how quickly they follow each other: a pure value.
struct HostGate: Sendable {
    private struct Host: Sendable {
        var fetches = 0
        /// No further fetch from the host may begin before this.
        var opens: ContinuousClock.Instant?
    }

    /// Fetches from one host at once.
    let limit: Int
    /// The time from one fetch's start to the next one's; `nil`: none.
    let interval: Duration?
    private var hosts: [String: Host] = [:]

    /// `rate` is in fetches per second.
    init(limit: Int, rate: Double?) {
        self.limit = max(limit, 1)
        interval = rate.map { .seconds(1 / max($0, 0.001)) }
    }

    /// Whether a fetch from `host` may begin; files have no host.
    func isOpen(_ host: String?, at now: ContinuousClock.Instant) -> Bool {
        guard let host, let state = hosts[host] else { return true }
        return state.fetches < limit && state.opens.map { $0 <= now } ?? true
    }

    /// When a host that is closed for a time opens; `nil` for others.
    func opening(of host: String?, after now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        guard let host, let opens = hosts[host]?.opens, opens > now else { return nil }
        return opens
    }

    /// A fetch begins.
    mutating func begin(_ host: String?, at now: ContinuousClock.Instant) {
        guard let host else { return }
        var state = hosts[host, default: Host()]
        state.fetches += 1
        if let interval { state.opens = max(state.opens ?? now, now) + interval }
        hosts[host] = state
    }

    /// A fetch has ended. A host in the same state as a new one is forgotten.
    mutating func end(_ host: String?, at now: ContinuousClock.Instant) {
        guard let host, var state = hosts[host] else { return }
        state.fetches -= 1
        let isIdle = state.fetches <= 0 && state.opens.map { $0 <= now } ?? true
        hosts[host] = isIdle ? nil : state
    }

    /// The host wants to be left alone until `time`.
    mutating func close(_ host: String?, until time: ContinuousClock.Instant) {
        guard let host else { return }
        let opens = hosts[host]?.opens
        hosts[host, default: Host()].opens = max(opens ?? time, time)
    }
}

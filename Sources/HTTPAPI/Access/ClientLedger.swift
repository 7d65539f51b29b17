import NIOConcurrencyHelpers

/// What each client has requested lately. Bounded: clients without recent requests are forgotten.
final class ClientLedger: Sendable {
    /// Clients that are remembered; 100,000 take about 10 MB.
    private static let capacity = 100_000

    private struct Account {
        /// Requests that are still allowed at once.
        var allowance: Double
        var updated: ContinuousClock.Instant
        var running = 0
    }

    private let limits: ClientLimits
    private let capacity: Int
    private let accounts = NIOLockedValueBox<[ClientAddress: Account]>([:])

    init(_ limits: ClientLimits, capacity: Int = ClientLedger.capacity) {
        self.limits = limits
        self.capacity = capacity
    }

    /// How many clients are remembered.
    var count: Int { accounts.withLockedValue { $0.count } }

    /// `nil` if a request of `client` may be answered; call `end` after it. Otherwise the seconds until it may try
    /// again.
    func begin(_ client: ClientAddress, at now: ContinuousClock.Instant = .now) -> Int? {
        accounts.withLockedValue { accounts in
            if accounts[client] == nil, accounts.count >= capacity { forgetIdle(&accounts, at: now) }
            var account = accounts[client] ?? Account(allowance: limits.allowance, updated: now)
            account.allowance = allowance(of: account, at: now)
            account.updated = now
            defer { accounts[client] = account }
            if limits.concurrency > 0, account.running >= limits.concurrency { return 1 }
            if limits.rate > 0 {
                guard account.allowance >= 1 else {
                    return max(1, Int(((1 - account.allowance) / Double(limits.rate)).rounded(.up)))
                }
                account.allowance -= 1
            }
            account.running += 1
            return nil
        }
    }

    /// A request of `client` has been answered.
    func end(_ client: ClientAddress) {
        accounts.withLockedValue { $0[client]?.running -= 1 }
    }

    private func allowance(of account: Account, at now: ContinuousClock.Instant) -> Double {
        let seconds = (now - account.updated) / .seconds(1)
        return min(limits.allowance, account.allowance + seconds * Double(limits.rate))
    }

    /// Forgets clients with nothing running and a full allowance; if there are none, all clients with nothing running.
    private func forgetIdle(_ accounts: inout [ClientAddress: Account], at now: ContinuousClock.Instant) {
        let before = accounts.count
        accounts = accounts.filter { $0.value.running > 0 || allowance(of: $0.value, at: now) < limits.allowance }
        if accounts.count == before { accounts = accounts.filter { $0.value.running > 0 } }
    }
}

import NIOConcurrencyHelpers

/// How long a render takes lately, from which follows how many may wait and when to come again.
struct WorkRate: Sendable {
    /// Of each new render; the mean forgets half within some 14 renders.
    private static let weight = 0.05
    /// Work that may wait, in seconds.
    private static let queuedSeconds = 10.0

    private var meanSeconds: Double?

    /// Takes one more render into account.
    mutating func add(_ duration: Duration) {
        let seconds =
            Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1_000_000_000_000_000_000
        meanSeconds = meanSeconds.map { $0 + Self.weight * (seconds - $0) } ?? seconds
    }

    /// Requests that `threads` threads get done in ten seconds: at least 64, and 1000 as long as nothing is known.
    func maximumQueue(threads: Int) -> Int {
        guard let meanSeconds else { return 1000 }
        return Int(min(max(Double(threads) * Self.queuedSeconds / max(meanSeconds, 0.0001), 64), 100_000))
    }

    /// Seconds until `waiting` requests are done, 1…60.
    func secondsUntilDone(waiting: Int, threads: Int) -> Int {
        Int(min(max((Double(waiting) * (meanSeconds ?? 0) / Double(threads)).rounded(.up), 1), 60))
    }
}

extension NIOLockedValueBox<WorkRate> {
    /// What `work`, one render, returns; the time that it takes counts.
    func timing<Made, Failure: Error>(_ work: () throws(Failure) -> Made) throws(Failure) -> Made {
        let start = ContinuousClock.now
        defer {
            let time = ContinuousClock.now - start
            withLockedValue { $0.add(time) }
        }
        return try work()
    }
}

import NIOConcurrencyHelpers

/// How long renders take lately; determines how many may wait, and when to try again.
struct WorkRate: Sendable {
    /// The weight of each new render; the mean forgets half within about 14 renders.
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

    /// How many requests `threads` threads finish in ten seconds: at least 64, and 1000 while nothing is known.
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

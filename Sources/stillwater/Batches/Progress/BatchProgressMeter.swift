import Jobs

/// The speed of batches, from samples of their counts.
struct BatchProgressMeter: Sendable {
    private struct Look {
        var time: ContinuousClock.Instant
        var ended: Int
        var bytes: Int
    }

    private(set) var batches: [Batch] = []
    /// How many items failed for each cause.
    private(set) var failures: [String: Int] = [:]
    private(set) var counts = BatchCounts()
    private var looks: [Look] = []

    /// The time over which the rate is averaged.
    private static let window = Duration.seconds(15)

    /// Records the state of the batches at `now`.
    mutating func look(_ batches: [Batch], failures: [String: Int], at now: ContinuousClock.Instant) {
        self.batches = batches
        self.failures = failures
        counts = batches.reduce(into: BatchCounts()) { $0.add($1.counts) }
        looks.append(Look(time: now, ended: counts.ended, bytes: counts.sourceBytes))
        // The last sample before the window is its beginning.
        while looks.count > 2, looks[1].time.duration(to: now) >= Self.window { looks.removeFirst() }
    }

    /// Items, and bytes of sources, per second; 0 before anything is known.
    var rate: (items: Double, bytes: Double) {
        guard let first = looks.first, let last = looks.last else { return (0, 0) }
        let seconds = first.time.duration(to: last.time).inSeconds
        // A retry reduces the number of ended items.
        guard seconds > 0, last.ended >= first.ended else { return (0, 0) }
        return (Double(last.ended - first.ended) / seconds, Double(last.bytes - first.bytes) / seconds)
    }

    /// How long the rest takes at this rate; `nil` if that is unknown.
    var timeLeft: Duration? {
        let left = counts.total - counts.ended
        guard left > 0, rate.items > 0 else { return nil }
        let seconds = Double(left) / rate.items
        return seconds < 366 * 86_400 ? .seconds(seconds) : nil
    }

    /// How much is done, 0…1; `nil` while items are still being added.
    var fraction: Double? {
        guard !batches.contains(where: { $0.state == .loading }) else { return nil }
        return counts.total > 0 ? Double(counts.ended) / Double(counts.total) : 1
    }
}

extension BatchCounts {
    fileprivate mutating func add(_ other: BatchCounts) {
        for state in ItemState.allCases { self[state] += other[state] }
        sourceBytes += other.sourceBytes
        renditions += other.renditions
        outputBytes += other.outputBytes
        retries += other.retries
    }
}

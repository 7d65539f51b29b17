import Foundation

/// Counts what is done and computes the speed and the time left.
///
/// The rate is a decaying average: a source that ended `t` ago has the weight exp(-t / 10 s). So it follows a change
/// within half a minute and does not jump with each source. At the start, before a whole window has passed, the weights
/// are scaled up to compensate: one source every 100 ms yields 10/s from the first second on.
struct ProgressMeter: Sendable, Equatable {
    /// The total number of sources: `nil` while a directory is still being listed.
    var total: Int?
    private(set) var done = 0
    private(set) var failed = 0
    private(set) var renditions = 0
    private(set) var bytesIn = 0
    private(set) var bytesOut = 0
    /// The source that ended last.
    private(set) var latest: String?

    private let start: ContinuousClock.Instant
    private var weight = 0.0
    private var weighed: ContinuousClock.Instant

    /// The time constant of the rate, in seconds.
    private static let window = 10.0

    init(total: Int? = nil, start: ContinuousClock.Instant) {
        self.total = total
        self.start = start
        weighed = start
    }

    /// Counts a source that ended at `now`. Instants may come slightly out of order.
    mutating func add(_ outcome: SourceOutcome, at now: ContinuousClock.Instant) {
        weight = weight(at: now) + 1
        weighed = max(weighed, now)
        done += 1
        failed += outcome.failure == nil ? 0 : 1
        renditions += outcome.outputs.count
        bytesIn += outcome.bytesIn
        bytesOut += outcome.bytesOut
        latest = outcome.source
    }

    func elapsed(at now: ContinuousClock.Instant) -> Duration {
        max(.zero, start.duration(to: now))
    }

    /// Sources a second; 0 before the first one.
    func rate(at now: ContinuousClock.Instant) -> Double {
        let covered = 1 - exp(-elapsed(at: now).inSeconds / Self.window)
        return covered > 0 ? weight(at: now) / (Self.window * covered) : 0
    }

    /// How long the rest will take at this rate; `nil` if that is not yet known.
    func timeLeft(at now: ContinuousClock.Instant) -> Duration? {
        guard let total else { return nil }
        guard total > done else { return .zero }
        let rate = rate(at: now)
        guard rate > 0 else { return nil }
        let seconds = Double(total - done) / rate
        // More than a year is no longer a useful estimate.
        return seconds < 366 * 86_400 ? .seconds(seconds) : nil
    }

    /// How much of the work is done, 0…1; `nil` while the total is unknown.
    var fraction: Double? {
        guard let total else { return nil }
        return total > 0 ? min(1, Double(done) / Double(total)) : 1
    }

    private func weight(at now: ContinuousClock.Instant) -> Double {
        weight * exp(-max(0, weighed.duration(to: now).inSeconds) / Self.window)
    }
}

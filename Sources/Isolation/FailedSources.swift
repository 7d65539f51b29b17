import Rendering

/// Sources that ended a worker not long ago, and are refused without another one: their number is bounded, and each is
/// tried again after a while.
///
/// What is too much for a large rendition may be little for a small one: a source is refused for work that is at least half of
/// what it failed at. A header's is 0, as nothing can be done without it.
struct FailedSources: Sendable {
    private struct Entry {
        let error: RenderError
        let effort: Double
        let time: ContinuousClock.Instant
    }

    /// Some hundred bytes each; of more, the eldest are forgotten.
    static let maximumCount = 1024

    private let lifetime: Duration
    private var entries: [SourceFingerprint: Entry] = [:]

    /// Each is refused for `lifetime`.
    init(lifetime: Duration) { self.lifetime = lifetime }

    var count: Int { entries.count }

    /// Notes that `source` failed with `error` at work of `effort`.
    mutating func add(
        _ source: SourceFingerprint, _ error: RenderError, effort: Double, now: ContinuousClock.Instant = .now
    ) {
        forgetOld(now)
        // The least that it fails at is what counts.
        let least = entries[source].map { min($0.effort, effort) } ?? effort
        entries[source] = Entry(error: error, effort: least, time: now)
        guard entries.count > Self.maximumCount else { return }
        if let eldest = entries.min(by: { $0.value.time < $1.value.time })?.key { entries[eldest] = nil }
    }

    /// What work of `effort` with `source` is refused with; `nil` when it may be tried.
    func refusal(
        of source: SourceFingerprint, effort: Double, now: ContinuousClock.Instant = .now
    ) -> RenderError? {
        guard let entry = entries[source], now < entry.time + lifetime, effort * 2 >= entry.effort else { return nil }
        var error = entry.error
        let (ago, left) = (Self.seconds(now - entry.time), Self.seconds(entry.time + lifetime - now))
        error.message += " That was \(ago) s ago; it is tried again in \(left) s."
        return error
    }

    private mutating func forgetOld(_ now: ContinuousClock.Instant) {
        guard entries.count >= Self.maximumCount else { return }
        entries = entries.filter { now < $0.value.time + lifetime }
    }

    private static func seconds(_ duration: Duration) -> Int { Int((duration / .seconds(1)).rounded(.up)) }
}

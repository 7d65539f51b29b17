import Rendering

/// Sources that recently ended a worker and are refused without trying another one: their number is bounded, and each
/// is tried again after a while.
///
/// What is too much for a large rendition may be little for a small one, so a source is refused only for work that is
/// at least half of what it failed at. The effort of reading a header is 0, because nothing can be done without it.
struct FailedSources: Sendable {
    private struct Entry {
        let error: RenderError
        let effort: Double
        let time: ContinuousClock.Instant
    }

    /// About a hundred bytes each; beyond this number, the oldest are forgotten.
    static let maximumCount = 1024

    private let lifetime: Duration
    private var entries: [SourceFingerprint: Entry] = [:]

    /// Each is refused for `lifetime`.
    init(lifetime: Duration) { self.lifetime = lifetime }

    var count: Int { entries.count }

    /// Records that `source` failed with `error` at work of `effort`.
    mutating func add(
        _ source: SourceFingerprint, _ error: RenderError, effort: Double, now: ContinuousClock.Instant = .now
    ) {
        forgetOld(now)
        // The smallest effort at which it fails is what counts.
        let least = entries[source].map { min($0.effort, effort) } ?? effort
        entries[source] = Entry(error: error, effort: least, time: now)
        guard entries.count > Self.maximumCount else { return }
        if let eldest = entries.min(by: { $0.value.time < $1.value.time })?.key { entries[eldest] = nil }
    }

    /// The error with which work of `effort` on `source` is refused; `nil` if it may be tried.
    func refusal(
        of source: SourceFingerprint, effort: Double, now: ContinuousClock.Instant = .now
    ) -> RenderError? {
        guard let entry = entries[source], now < entry.time + lifetime, effort * 2 >= entry.effort else { return nil }
        var error = entry.error
        let (ago, left) = (Self.seconds(now - entry.time), Self.seconds(entry.time + lifetime - now))
        error.message += " That was \(ago) s ago; it will be tried again in \(left) s."
        return error
    }

    private mutating func forgetOld(_ now: ContinuousClock.Instant) {
        guard entries.count >= Self.maximumCount else { return }
        entries = entries.filter { now < $0.value.time + lifetime }
    }

    private static func seconds(_ duration: Duration) -> Int { Int((duration / .seconds(1)).rounded(.up)) }
}

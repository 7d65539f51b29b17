import Codecs

/// How long to wait.
struct Patience: Sendable {
    private let end: ContinuousClock.Instant?
    private let interruption: Interruption?

    /// Until `end`, or until `interruption` is requested; both `nil`: for ever.
    init(until end: ContinuousClock.Instant? = nil, interruption: Interruption? = nil) {
        self.end = end
        self.interruption = interruption
    }

    /// Whether only the awaited event ends the wait.
    var isEndless: Bool { end == nil && interruption == nil }

    /// How long to wait before calling `check` again; -1 means for ever.
    var milliseconds: Int32 {
        isEndless ? -1 : 20
    }

    /// - Throws: `outOfTime`, `interrupted`.
    func check() throws(IsolationError) {
        if let interruption, interruption.isRequested {
            throw IsolationError(.interrupted, "Nobody is waiting for the render any more.")
        }
        if let end, end <= .now { throw IsolationError(.outOfTime, "The worker took too long.") }
    }
}

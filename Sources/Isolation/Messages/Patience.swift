import Codecs

/// How long to wait.
struct Patience: Sendable {
    private let end: ContinuousClock.Instant?
    private let interruption: Interruption?
    private let isTooMuch: (@Sendable () -> Bool)?

    /// Until `end`, until `interruption` is requested, or until a look shows that too much memory is taken; all `nil`: for ever.
    init(
        until end: ContinuousClock.Instant? = nil, interruption: Interruption? = nil,
        isTooMuch: (@Sendable () -> Bool)? = nil
    ) {
        self.end = end
        self.interruption = interruption
        self.isTooMuch = isTooMuch
    }

    /// Whether only the awaited event ends the wait.
    var isEndless: Bool { end == nil && interruption == nil }

    /// How long to wait before calling `check` again; -1 means for ever.
    var milliseconds: Int32 {
        isEndless ? -1 : 20
    }

    /// - Throws: `outOfTime`, `interrupted`; `ended` when too much memory is taken.
    func check() throws(IsolationError) {
        if let interruption, interruption.isRequested {
            throw IsolationError(.interrupted, "Nobody is waiting for the render any more.")
        }
        if let end, end <= .now { throw IsolationError(.outOfTime, "The worker took too long.") }
        if let isTooMuch, isTooMuch() { throw IsolationError(.ended, "The worker took too much memory.") }
    }
}

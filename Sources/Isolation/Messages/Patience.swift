import Codecs

/// How long somebody waits.
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

    /// Whether nothing ends the wait but what is waited for.
    var isEndless: Bool { end == nil && interruption == nil }

    /// How long may be waited before `check` is called again; -1 is for ever.
    var milliseconds: Int32 {
        isEndless ? -1 : 20
    }

    /// - Throws: `outOfTime`, `interrupted`; `ended` when too much memory is taken.
    func check() throws(IsolationError) {
        if let interruption, interruption.isRequested {
            throw IsolationError(.interrupted, "Nobody waits for the render any more.")
        }
        if let end, end <= .now { throw IsolationError(.outOfTime, "The worker took too long.") }
        if let isTooMuch, isTooMuch() { throw IsolationError(.ended, "The worker took too much memory.") }
    }
}

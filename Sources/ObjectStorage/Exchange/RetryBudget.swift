/// What may be spent on second tries against one bucket, so that a store that fails is not asked three times as often.
///
/// As in AWS's SDKs ("standard" mode): a try costs 5, each success gives 1 back, and there are 500 at the most.
struct RetryBudget: Sendable, Hashable {
    static let most = 500
    static let cost = 5

    private(set) var left = most

    /// Takes the price of one more try; `false` when there is not enough.
    mutating func spend() -> Bool {
        guard left >= Self.cost else { return false }
        left -= Self.cost
        return true
    }

    mutating func refill() { left = min(left + 1, Self.most) }
}

/// How long is waited before a further try: anything from nothing to a bound that doubles ("full jitter", AWS Architecture
/// Blog, "Exponential Backoff And Jitter").
package struct Backoff: Sendable {
    /// The bound of the first wait.
    package var base = Duration.milliseconds(100)
    package var longest = Duration.seconds(5)
    /// Tries in all.
    package var attempts = 3

    /// The wait before try `attempt`, from 2, for `chance` in 0..<1. A store that says when it wants to be asked again is
    /// believed, up to the longest wait.
    func wait(before attempt: Int, chance: Double, asked: Duration?) -> Duration {
        if let asked { return min(asked, longest) }
        let bound = min(base * (1 << min(max(attempt - 2, 0), 16)), longest)
        return bound * chance
    }
}

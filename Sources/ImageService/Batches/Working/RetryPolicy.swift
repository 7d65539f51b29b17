/// How long an item waits after a temporary failure.
package struct RetryPolicy: Sendable, Hashable {
    /// After the first failure, at most.
    package var base = Duration.seconds(2)
    /// After any failure, unless the origin names a longer time.
    package var longest = Duration.seconds(600)

    package init() {}

    /// The wait after failure number `attempt`, from 1: a random time between half of `base` · 2^(attempt − 1) and all
    /// of it, so that items that failed together are not retried together; at least as long as the origin wants.
    func delay(
        attempt: Int, retryAfter: Duration?, using random: inout some RandomNumberGenerator
    ) -> Duration {
        let doubled = base * (1 << min(max(attempt - 1, 0), 30))
        let delay = min(doubled, longest) * Double.random(in: 0.5...1, using: &random)
        return max(delay, retryAfter ?? .zero)
    }
}

import TestSupport
import Testing

@testable import ImageService

@Suite struct RetryPolicyTests {
    @Test("the wait doubles up to the longest, with up to a half less by chance", arguments: 1...40)
    func doubling(_ attempt: Int) {
        var random = SplitMix64(seed: UInt64(attempt))
        let policy = RetryPolicy()
        let whole = min(Duration.seconds(2) * (1 << min(attempt - 1, 20)), .seconds(600))
        let delay = policy.delay(attempt: attempt, retryAfter: nil, using: &random)
        #expect(delay <= whole && delay >= whole / 2)
    }

    @Test("the origin's own time is kept, unless ours is longer")
    func retryAfter() {
        var random = SplitMix64(seed: 1)
        #expect(RetryPolicy().delay(attempt: 1, retryAfter: .seconds(90), using: &random) == .seconds(90))
        #expect(RetryPolicy().delay(attempt: 9, retryAfter: .seconds(1), using: &random) > .seconds(90))
    }
}

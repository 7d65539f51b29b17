import Testing

@testable import ObjectStorage

@Suite struct RetryBudgetTests {
    @Test("tries end when nothing is left, and successes give them back one by one")
    func budget() {
        var budget = RetryBudget()
        let tries = RetryBudget.most / RetryBudget.cost
        let spent = (0...tries).map { _ in budget.spend() }
        #expect(spent == [Bool](repeating: true, count: tries) + [false])
        for _ in 0..<RetryBudget.cost { budget.refill() }
        let again = [budget.spend(), budget.spend()]
        #expect(again == [true, false])
    }

    @Test("waits are anything below a bound that doubles, up to the longest")
    func backoff() {
        let backoff = Backoff(base: .milliseconds(100), longest: .seconds(1))
        #expect(backoff.wait(before: 2, chance: 0, asked: nil) == .zero)
        #expect(backoff.wait(before: 2, chance: 0.5, asked: nil) == .milliseconds(50))
        #expect(backoff.wait(before: 3, chance: 0.5, asked: nil) == .milliseconds(100))
        #expect(backoff.wait(before: 60, chance: 0.5, asked: nil) == .milliseconds(500))
        #expect(backoff.wait(before: 2, chance: 0.5, asked: .milliseconds(300)) == .milliseconds(300))
        #expect(backoff.wait(before: 2, chance: 0.5, asked: .seconds(300)) == .seconds(1))
    }

    @Test("of any number of buckets, a bounded number is remembered, those used last")
    func memory() {
        let memory = BucketMemory()
        for number in 0..<3000 {
            memory.learn("r-\(number)", of: "b\(number)")
            #expect(memory.region(of: "b0") != nil)
        }
        #expect(memory.region(of: "b2999") == "r-2999")
        #expect(memory.region(of: "b100") == nil)
    }
}

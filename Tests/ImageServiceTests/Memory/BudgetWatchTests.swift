import NIOConcurrencyHelpers
import Testing

@testable import ImageService

@Suite struct BudgetWatchTests {
    private let budget = Budget(bytes: 600, slots: 2)

    @Test("a render that takes more than its plan said counts, and one that keeps to it does not", arguments: [0, 50])
    func overruns(_ over: Int) async throws {
        let watch = BudgetWatch(budget, limitBytes: 1000) { 0 }
        let hold = budget.open(.render)
        try await hold.reserve(100)
        hold.finish(keeping: 10, used: 100 + over)
        #expect(watch.timesOver == (over > 0 ? 1 : 0))
        #expect(watch.timesOver == (over > 0 ? 1 : 0))
    }

    @Test("more than the budget has counts each time that it begins")
    func exceeds() async throws {
        let watch = BudgetWatch(budget, limitBytes: 1000) { 0 }
        let hold = budget.open(.source)
        try await hold.reserve(100)
        for times in 1...2 {
            hold.complete(bytes: 700, contentBytes: 700)
            hold.complete(bytes: 710, contentBytes: 700)
            #expect(watch.timesOver == times)
            hold.complete(bytes: 100, contentBytes: 100)
            #expect(watch.timesOver == times)
        }
    }

    @Test("the process's memory counts each time that it passes the limit")
    func resident() {
        let bytes = NIOLockedValueBox(900)
        let watch = BudgetWatch(budget, limitBytes: 1000) { bytes.withLockedValue { $0 } }
        let counts = [900, 1001, 1100, 1000, 1200].map { now in
            bytes.withLockedValue { $0 = now }
            return watch.timesOver
        }
        #expect(counts == [0, 1, 1, 1, 2])
    }
}

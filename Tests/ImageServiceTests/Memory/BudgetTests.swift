import TestSupport
import Testing

@testable import ImageService

@Suite(.timeLimit(.minutes(10))) struct BudgetTests {
    /// 600 bytes: 200 for sources, 400 for work.
    private let budget = Budget(bytes: 600, slots: 2)

    private func waiting(_ count: Int) async throws {
        try await eventually { budget.waitingCount == count }
    }

    @Test("a hold that is let go gives its bytes back")
    func givesBack() async throws {
        do {
            let hold = budget.open(.source)
            try await hold.reserve(200)
            #expect(budget.gauges.heldBytes == 200)
            withExtendedLifetime(hold) {}
        }
        #expect(budget.gauges.heldBytes == 0)
        #expect(budget.gauges.peakBytes == 200)
        await budget.assertNothingIsHeld()
    }

    @Test("who asks for more than is free waits until it is given back")
    func waits() async throws {
        let first = budget.open(.work)
        try await first.reserve(300)
        let second = budget.open(.work)
        async let isGranted: Void = second.reserve(350)
        try await waiting(1)
        first.release()
        try await isGranted
        #expect(budget.gauges.heldBytes == 350)
        #expect(budget.gauges.waited == 1)
        withExtendedLifetime((first, second)) {}
    }

    @Test("a task that is cancelled while it waits gets nothing, and the next one its turn")
    func cancellation() async throws {
        let first = budget.open(.work)
        try await first.reserve(300)
        let budget = budget
        let large = Task {
            let hold = budget.open(.work)
            try await hold.reserve(400)
        }
        try await waiting(1)
        let small = Task {
            let hold = budget.open(.work)
            try await hold.reserve(10)
            return hold
        }
        try await waiting(2)
        large.cancel()
        let error = await #expect(throws: ServiceError.self) { try await large.value }
        #expect(error?.name == "cancelled")
        #expect(try await small.value.bytes == 10)
        withExtendedLifetime(first) {}
    }

    @Test("a task that is cancelled before it asks gets what is free, and does not wait for more")
    func cancelledBefore() async throws {
        let (asked, ask) = AsyncStream.makeStream(of: Void.self)
        let first = budget.open(.work)
        try await first.reserve(300)
        let budget = budget
        let task = Task {
            for await _ in asked { break }
            try await budget.open(.work).reserve(400)
        }
        task.cancel()
        ask.finish()
        let error = await #expect(throws: ServiceError.self) { try await task.value }
        #expect(error?.name == "cancelled")
        #expect(budget.waitingCount == 0)
        withExtendedLifetime(first) {}
    }

    @Test("a live ask waits no longer than it may; a batch's does")
    func deadline() async throws {
        let budget = Budget(bytes: 600, slots: 2, longestWait: .milliseconds(1))
        let first = budget.open(.work)
        try await first.reserve(300)
        let batch = Task {
            let hold = budget.open(.work, .batch)
            try await hold.reserve(400)
            return hold.bytes
        }
        let live = budget.open(.work)
        let error = await #expect(throws: ServiceError.self) { try await live.reserve(350) }
        #expect(error?.name == "deadlineExceeded")
        #expect(budget.gauges.late == 1)
        first.release()
        #expect(try await batch.value == 400)
        withExtendedLifetime(live) {}
    }

    @Test("what can never fit is refused with what it would need")
    func neverFits() async throws {
        let hold = budget.open(.render)
        let error = await #expect(throws: ServiceError.self) { try await hold.reserve(401) }
        #expect(error?.name == "memory.neverFits")
        #expect(budget.gauges.tooLarge == 1)
    }

    @Test(
        "a render that took more than its plan said is counted, whether while it ran or in its results",
        arguments: [(130, 0, 30, 130), (20, 140, 40, 20), (20, 90, 0, 20)])
    func overrun(results: Int, used: Int, over: Int, held: Int) async throws {
        let hold = budget.open(.render)
        try await hold.reserve(100)
        hold.finish(keeping: results, used: used)
        #expect(budget.gauges.overruns == (over > 0 ? 1 : 0))
        #expect(budget.gauges.worstOverrunBytes == over)
        #expect(budget.gauges.heldBytes == held)
        #expect(budget.gauges.rendering == 0)
        #expect(hold.peakBytes == 100)
    }

    @Test("many tasks at once end with nothing held")
    func concurrent() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<500 {
                group.addTask { [budget] in
                    let source = budget.open(index % 3 == 0 ? .growingSource : .source)
                    for bytes in [20, 40, 100] where index % 3 == 0 || bytes == 100 { try await source.reserve(bytes) }
                    source.complete(bytes: 90, contentBytes: 80)
                    let work = budget.open(.render, index % 5 == 0 ? .batch : .live)
                    try await work.reserve(100 + index % 300)
                    work.finish(keeping: 10)
                }
            }
            try await group.waitForAll()
        }
        let gauges = budget.gauges
        #expect(gauges.heldBytes == 0 && gauges.holds == 0 && gauges.waiting == 0 && gauges.rendering == 0)
        #expect(gauges.peakBytes <= 600)
        #expect(gauges.fetchedBytes == 500 * 80 && gauges.fetchedCapacityBytes == 500 * 90)
    }
}

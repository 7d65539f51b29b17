import NIOConcurrencyHelpers
import TestSupport
import Testing

@testable import Sources

extension FetchGate {
    /// Runs `operation` in a slot.
    fileprivate func withSlot<Value>(
        _ operation: () async throws(SourceError) -> Value
    ) async throws(SourceError) -> Value {
        let slot = try await slot()
        defer { withExtendedLifetime(slot) {} }
        return try await operation()
    }
}

@Suite(.timeLimit(.minutes(10))) struct FetchGateTests {
    /// Occupies the only slot of `gate` until `release` finishes; returns once the slot is taken.
    private func occupy(_ gate: FetchGate) async -> (
        release: AsyncStream<Void>.Continuation, task: Task<Void, any Error>
    ) {
        let (held, release) = AsyncStream<Void>.makeStream()
        let (started, start) = AsyncStream<Void>.makeStream()
        let task = Task {
            try await gate.withSlot { () async throws(SourceError) in
                start.finish()
                for await _ in held {}
            }
        }
        for await _ in started {}
        return (release, task)
    }

    private func waitForWaiters(_ count: Int, of gate: FetchGate) async throws {
        try await eventually { gate.waitingCount == count }
    }

    @Test("no more operations run at once than there are slots")
    func bound() async throws {
        let gate = FetchGate(slots: 3)
        let running = NIOLockedValueBox((now: 0, most: 0))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    try await gate.withSlot { () async throws(SourceError) in
                        running.withLockedValue {
                            $0.now += 1
                            $0.most = max($0.most, $0.now)
                        }
                        await Task.yield()
                        running.withLockedValue { $0.now -= 1 }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(running.withLockedValue { $0.now } == 0)
        #expect(running.withLockedValue { $0.most } <= 3)
    }

    @Test("waiting operations run in the order in which they came")
    func order() async throws {
        let gate = FetchGate(slots: 1)
        let (release, holder) = await occupy(gate)
        let order = NIOLockedValueBox<[Int]>([])
        var tasks: [Task<Void, any Error>] = []
        for number in 0..<5 {
            tasks.append(
                Task {
                    try await gate.withSlot { () async throws(SourceError) in
                        order.withLockedValue { $0.append(number) }
                    }
                })
            try await waitForWaiters(number + 1, of: gate)
        }
        release.finish()
        try await holder.value
        for task in tasks { try await task.value }
        #expect(order.withLockedValue { $0 } == [0, 1, 2, 3, 4])
    }

    @Test("one owner leaves a quarter of the slots to others, and gets more as it gives some back")
    func owners() async throws {
        let gate = FetchGate(slots: 4)
        var slots: [FetchGate.Slot] = []
        for _ in 0..<3 { slots.append(try await gate.slot(for: "a")) }
        let fourth = Task { try await gate.slot(for: "a") }
        try await waitForWaiters(1, of: gate)
        let other = try await gate.slot(for: "b")
        #expect(gate.waitingCount == 1)
        slots.removeLast()
        let got = try await fourth.value
        #expect(gate.waitingCount == 0)
        withExtendedLifetime((other, got)) {}
    }

    @Test("a cancelled waiter leaves, and the next one gets the slot")
    func cancellation() async throws {
        let gate = FetchGate(slots: 1)
        let (release, holder) = await occupy(gate)
        let cancelled = Task { try await gate.withSlot { () async throws(SourceError) in 1 } }
        try await waitForWaiters(1, of: gate)
        let next = Task { try await gate.withSlot { () async throws(SourceError) in 2 } }
        try await waitForWaiters(2, of: gate)
        cancelled.cancel()
        let error = await #expect(throws: SourceError.self) { try await cancelled.value }
        #expect(error?.code == .cancelled)
        release.finish()
        try await holder.value
        #expect(try await next.value == 2)
    }

    @Test("a task that is already cancelled takes no slot")
    func cancelledBefore() async throws {
        let gate = FetchGate(slots: 1)
        let (release, holder) = await occupy(gate)
        let (started, start) = AsyncStream<Void>.makeStream()
        let task = Task {
            for await _ in started {}
            return try await gate.withSlot { () async throws(SourceError) in 1 }
        }
        task.cancel()
        start.finish()
        await #expect(throws: SourceError.self) { try await task.value }
        release.finish()
        try await holder.value
        #expect(try await gate.withSlot { () async throws(SourceError) in 3 } == 3)
    }
}

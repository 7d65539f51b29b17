import TestSupport
import Testing

@testable import Isolation

@Suite(.computing, .timeLimit(.minutes(10))) struct WorkerSlotsTests {
    private static func asker(_ source: UInt8) -> SlotAsker { SlotAsker(source: SourceFingerprint(of: [source])) }

    /// The refusal when requesting a slot.
    private static func refusal(
        _ slots: WorkerSlots, _ asker: SlotAsker, longest: Duration? = nil, most: Int = 100
    ) async -> WorkerSlots.Refusal? {
        do throws(WorkerSlots.Refusal) {
            _ = try await slots.enter(asker, longest: longest, most: most)
            return nil
        } catch {
            return error
        }
    }

    @Test("a waiting request gets the slot of one that leaves")
    func turn() async throws {
        let slots = WorkerSlots(live: 1, batch: 1)
        let first = try await slots.enter(Self.asker(1), longest: nil, most: 100)
        let second = Task { await Self.refusal(slots, Self.asker(2)) }
        try await eventually { slots.waitingCount == 1 }
        #expect(slots.runningCount == 1)
        slots.leave(first)
        #expect(await second.value == nil)
        #expect(slots.waitingCount == 0)
        #expect(slots.runningCount == 1)
    }

    @Test("a wait ends with its time limit, or with its task")
    func ends() async throws {
        let slots = WorkerSlots(live: 1, batch: 1)
        let first = try await slots.enter(Self.asker(1), longest: nil, most: 100)
        #expect(await Self.refusal(slots, Self.asker(2), longest: .milliseconds(5)) == .late)
        let cancelled = Task { await Self.refusal(slots, Self.asker(2)) }
        try await eventually { slots.waitingCount == 1 }
        cancelled.cancel()
        #expect(await cancelled.value == .cancelled)
        slots.leave(first)
        #expect(slots.runningCount == 0 && slots.waitingCount == 0)
    }

    @Test("beyond the queue's limit a live request is refused at once, and one with a free slot is not")
    func busy() async throws {
        let slots = WorkerSlots(live: 2, batch: 1)
        let own = try await slots.enter(Self.asker(1), longest: nil, most: 2)
        let waiting = Task { await Self.refusal(slots, Self.asker(1), most: 2) }
        try await eventually { slots.waitingCount == 1 }
        // Half of the queue belongs to this source.
        #expect(await Self.refusal(slots, Self.asker(1), most: 2) == .busy)
        #expect(await Self.refusal(slots, Self.asker(2), most: 1) == nil)
        #expect(await Self.refusal(slots, Self.asker(3), most: 1) == .busy)
        slots.leave(own)
        #expect(await waiting.value == nil)
    }
}

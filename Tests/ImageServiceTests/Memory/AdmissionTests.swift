import Testing

@testable import ImageService

@Suite struct AdmissionTests {
    /// 600 bytes: 200 for sources, of which 100 for one that grows; two slots.
    private var admission = Admission(.init(total: 600, slots: 2))

    /// A new hold that has asked for `bytes`, and whether it has them.
    private mutating func ask(
        _ kind: Admission.Kind, _ bytes: Int, _ priority: Admission.Priority = .live
    ) -> (id: Int, isGranted: Bool) {
        let id = admission.open(kind, priority)
        _ = admission.ask(id, for: bytes)
        _ = admission.nextGrants()
        return (id, !admission.isWaiting(id))
    }

    private mutating func close(_ id: Int) -> [Int] {
        admission.close(id)
        return admission.nextGrants()
    }

    @Test(
        "what can never be had is said at once",
        arguments: [(.source, 200), (.growingSource, 100), (.work, 400), (.render, 400)] as [(Admission.Kind, Int)])
    mutating func never(kind: Admission.Kind, allowed: Int) {
        let id = admission.open(kind, .live)
        #expect(admission.ask(id, for: allowed + 1) == .never(allowed: allowed))
        #expect(admission.ask(id, for: allowed) == .waits)
        #expect(admission.nextGrants() == [id])
        #expect(admission.heldBytes == allowed)
    }

    @Test("the first in a line is not overtaken by smaller ones")
    mutating func order() {
        let first = ask(.source, 150)
        let large = ask(.source, 180)
        let small = ask(.source, 10)
        #expect(first.isGranted && !large.isGranted && !small.isGranted)
        #expect(close(first.id) == [large.id, small.id])
    }

    @Test("work of any possible size begins at last, however many sources wait for the same")
    mutating func largestWork() {
        let sources = (0..<4).map { _ in ask(.source, 50) }
        #expect(sources.map(\.isGranted) == [true, true, true, true])
        let (first, second) = (ask(.render, 400), ask(.render, 1))
        #expect(first.isGranted && !second.isGranted)
        #expect(close(first.id) == [second.id])
    }

    @Test("renders are as many as there are slots, and a finished one's results hold bytes but no slot")
    mutating func slots() {
        let renders = (0..<3).map { _ in ask(.render, 10) }
        #expect(renders.map(\.isGranted) == [true, true, false])
        admission.set(renders[0].id, to: 5)
        admission.leaveSlot(renders[0].id)
        #expect(admission.nextGrants() == [renders[2].id])
        #expect(admission.heldBytes == 25)
        #expect(admission.usedSlots == 2)
    }

    @Test("of sources that grow, the eldest may use what is kept for it, and then the next one")
    mutating func growth() {
        let (eldest, other) = (ask(.growingSource, 50), ask(.growingSource, 50))
        #expect(eldest.isGranted && other.isGranted)
        _ = admission.ask(other.id, for: 100)
        #expect(admission.nextGrants().isEmpty)
        _ = admission.ask(eldest.id, for: 100)
        #expect(admission.nextGrants() == [eldest.id])
        admission.endGrowth(of: eldest.id)
        #expect(admission.nextGrants() == [other.id])
        #expect(admission.sourceBytes == 200)
    }

    @Test("as long as a source grows, others leave free what is kept for it")
    mutating func keepsForGrowth() {
        let growing = ask(.growingSource, 10)
        let (small, large) = (ask(.source, 90), ask(.source, 1))
        #expect(small.isGranted && !large.isGranted)
        #expect(close(growing.id) == [large.id])
    }

    @Test("live asks go first, and each fourth grant is a batch's")
    mutating func priorities() {
        let (blocker, source) = (ask(.work, 400), ask(.source, 200))
        let batch = (0..<2).map { _ in ask(.work, 100, .batch).id }
        let live = (0..<6).map { _ in ask(.work, 100).id }
        var order: [Int] = close(blocker.id)
        var running = order
        while !running.isEmpty {
            let next = close(running.removeFirst())
            running += next
            order += next
        }
        #expect(source.isGranted)
        #expect(order == [live[0], live[1], live[2], batch[0], live[3], live[4], live[5], batch[1]])
    }

    @Test("batches have slots of their own")
    mutating func batchSlots() {
        let batch = (0..<3).map { _ in ask(.render, 10, .batch) }
        #expect(batch.map(\.isGranted) == [true, true, false])
        let live = (0..<2).map { _ in ask(.render, 10) }
        #expect(live.map(\.isGranted) == [true, true])
        #expect(close(batch[0].id) == [batch[2].id])
    }

    @Test("a batch that holds half of what work or sources may have lets live asks pass; a large item alone is granted")
    mutating func batchShare() {
        for (kind, part) in [(Admission.Kind.work, 150), (.source, 75)] {
            let (first, second) = (ask(kind, part, .batch), ask(kind, part / 2, .batch))
            let live = ask(kind, part)
            #expect(first.isGranted && !second.isGranted && live.isGranted)
            #expect(close(first.id) == [second.id])
            #expect(close(live.id).isEmpty && close(second.id).isEmpty)
        }
        #expect(ask(.work, 400, .batch).isGranted)
    }

    @Test("who goes away while waiting lets the next one have its turn")
    mutating func withdrawal() {
        let first = ask(.source, 150)
        let (large, small) = (ask(.source, 180), ask(.source, 10))
        admission.withdraw(large.id)
        #expect(admission.nextGrants() == [small.id])
        #expect(admission.waitingCount == 0)
        #expect(close(first.id).isEmpty)
        #expect(admission.heldBytes == 10)
    }
}

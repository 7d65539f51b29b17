import Foundation
import ImageModel
import Testing

@testable import Jobs

/// What every store must do for workers.
@Suite struct JobStoreWorkTests {
    @Test(arguments: TestedStore.all) func itemsAreGivenOutInOrderAndOnce(_ tested: TestedStore) async throws {
        let bench = try tested.make()
        let id = try await bench.batch(of: 5)
        let (first, second) = (try await bench.claim(3, of: id), try await bench.claim(3, of: id))
        #expect(first.map(\.item.line) == [1, 2, 3])
        #expect(second.map(\.item.line) == [4, 5])
        #expect(try await bench.claim(3, of: id).isEmpty)
        #expect(first[0].expires == bench.clock.now + 60)
        let counts = try await bench.counts(of: id)
        #expect((counts.waiting, counts.running) == (0, 5))
    }

    @Test(arguments: TestedStore.all) func endsAreCountedAndTheLastFinishesTheBatch(_ tested: TestedStore) async throws
    {
        let bench = try tested.make()
        let id = try await bench.batch(of: 3)
        let items = try await bench.claim(3, of: id)
        let outcomes: [ItemReport.Outcome] = [
            .done(StoreBench.facts), .skipped(StoreBench.facts), .failed(StoreBench.failure),
        ]
        let reports = zip(items, outcomes).map { ItemReport(lease: $0.lease, outcome: $1) }
        #expect(try await bench.store.finish(Array(reports.prefix(2))).isEmpty)
        #expect(try await bench.store.batch(id).state == .running)
        #expect(try await bench.store.finish([reports[2]]).isEmpty)
        let batch = try await bench.store.batch(id)
        #expect(batch.state == .finished)
        #expect(batch.ended == bench.clock.now)
        #expect((batch.counts.done, batch.counts.skipped, batch.counts.failed, batch.counts.running) == (1, 1, 1, 0))
        #expect((batch.counts.sourceBytes, batch.counts.renditions, batch.counts.outputBytes) == (1000, 1, 50))
        #expect(try await bench.store.failures(of: id) == ["source.status.404": 1])
    }

    @Test(arguments: TestedStore.all) func whatIsKnownOfAnItemCanBeRead(_ tested: TestedStore) async throws {
        let bench = try tested.make()
        let id = try await bench.batch(of: 2)
        let items = try await bench.claim(2, of: id)
        _ = try await bench.store.finish([
            ItemReport(lease: items[0].lease, outcome: .done(StoreBench.facts)),
            ItemReport(lease: items[1].lease, outcome: .failed(StoreBench.failure, StoreBench.facts)),
        ])
        let done = try await bench.store.items(of: id, in: .done, after: nil, limit: 10).elements
        #expect(done.map(\.facts) == [StoreBench.facts])
        #expect(done.map(\.attempts) == [1])
        #expect(done.map(\.time) == [bench.clock.now])
        let failed = try await bench.store.items(of: id, in: .failed, after: nil, limit: 10).elements
        #expect(failed.map(\.cause) == [StoreBench.failure])
        #expect(failed.map(\.facts) == [StoreBench.facts])
    }

    @Test(arguments: TestedStore.all) func listsOfAStateGoOnWhereTheyEnded(_ tested: TestedStore) async throws {
        let bench = try tested.make()
        let id = try await bench.batch(of: 7)
        try await bench.end(id, with: .failed(StoreBench.failure))
        for state in [nil, ItemState.failed] {
            var (lines, cursor): ([Int], PageCursor?) = ([], nil)
            repeat {
                let page = try await bench.store.items(of: id, in: state, after: cursor, limit: 3)
                lines += page.elements.map(\.line)
                cursor = page.next
            } while cursor != nil
            #expect(lines == Array(1...7))
        }
    }

    @Test(arguments: TestedStore.all) func aLateWorkerChangesNothing(_ tested: TestedStore) async throws {
        let bench = try tested.make()
        let id = try await bench.batch(of: 1)
        let late = try await bench.claim(1, of: id, as: "late")[0]
        bench.clock.advance(by: .seconds(61))
        let second = try await bench.claim(1, of: id, as: "second")[0]
        #expect(second.item.id == late.item.id)
        #expect(second.item.losses == 1)
        let lateReport = ItemReport(lease: late.lease, outcome: .failed(StoreBench.failure))
        #expect(try await bench.store.finish([lateReport]) == [late.item.id])
        #expect(try await bench.store.extend([late.lease], by: .seconds(60)) == [late.item.id])
        try await bench.store.release([late.lease], until: nil)
        let report = ItemReport(lease: second.lease, outcome: .done(StoreBench.facts))
        #expect(try await bench.store.finish([report]).isEmpty)
        #expect(try await bench.store.finish([lateReport, report]) == [late.item.id])
        #expect(try await bench.counts(of: id).done == 1)
        let log = try await bench.store.log(of: late.item.id)
        #expect(log.map(\.event) == [.claimed, .lost, .claimed, .done])
        #expect(log.map(\.worker) == ["late", "late", "second", "second"])
        #expect(log.map(\.number) == [1, 2, 3, 4])
    }

    @Test(arguments: TestedStore.all) func aLeaseThatRanOutIsGoodUntilAnotherHasTheItem(_ tested: TestedStore)
        async throws
    {
        let bench = try tested.make()
        let id = try await bench.batch(of: 1)
        let item = try await bench.claim(1, of: id)[0]
        bench.clock.advance(by: .seconds(61))
        #expect(try await bench.store.extend([item.lease], by: .seconds(60)).isEmpty)
        #expect(try await bench.claim(1, of: id).isEmpty)
        bench.clock.advance(by: .seconds(100))
        #expect(
            try await bench.store.finish([ItemReport(lease: item.lease, outcome: .done(StoreBench.facts))]).isEmpty)
    }

    @Test(arguments: TestedStore.all) func itemsThatAreGivenBackComeAgainUncounted(_ tested: TestedStore) async throws {
        let bench = try tested.make()
        let id = try await bench.batch(of: 3)
        let items = try await bench.claim(2, of: id)
        try await bench.store.release([items[0].lease], until: nil)
        try await bench.store.release([items[1].lease], until: bench.clock.now + 10)
        let next = try await bench.claim(5, of: id)
        #expect(next.map(\.item.line) == [1, 3])
        #expect(next.map(\.item.attempts) == [0, 0])
        #expect(try await bench.store.nextClaim(of: id) == bench.clock.now + 10)
        bench.clock.advance(by: .seconds(10))
        #expect(try await bench.claim(5, of: id).map(\.item.line) == [2])
    }

    @Test(arguments: TestedStore.all) func putOffItemsWaitForTheirTime(_ tested: TestedStore) async throws {
        let bench = try tested.make()
        let id = try await bench.batch(of: 1)
        try await bench.end(id, with: .putOff(StoreBench.failure, at: bench.clock.now + 30))
        #expect(try await bench.claim(1, of: id).isEmpty)
        #expect(try await bench.counts(of: id).retries == 1)
        bench.clock.advance(by: .seconds(30))
        let again = try await bench.claim(1, of: id)
        #expect(again.map(\.item.attempts) == [1])
        #expect(again.map(\.item.cause) == [StoreBench.failure])
    }

    @Test(arguments: TestedStore.all) func aClockSetBackKeepsNothingForLong(_ tested: TestedStore) async throws {
        let bench = try tested.make()
        let id = try await bench.batch(of: 2)
        let items = try await bench.claim(2, of: id)
        let later = bench.clock.now + 3600
        _ = try await bench.store.finish([
            ItemReport(lease: items[1].lease, outcome: .putOff(StoreBench.failure, at: later))
        ])
        bench.clock.advance(by: .seconds(-100_000))
        #expect(try await bench.store.nextClaim(of: id) == bench.clock.now)
        let again = try await bench.claim(5, of: id)
        #expect(Set(again.map(\.item.line)) == [1, 2])
        #expect(
            try await bench.store.finish([ItemReport(lease: items[0].lease, outcome: .done(StoreBench.facts))])
                == [items[0].item.id])
    }

    @Test(arguments: TestedStore.all) func anItemThatKillsItsWorkersFails(_ tested: TestedStore) async throws {
        let bench = try tested.make()
        let id = try await bench.batch(of: 1) { $0.maximumLosses = 3 }
        for _ in 0..<3 {
            #expect(try await bench.claim(1, of: id).count == 1)
            bench.clock.advance(by: .seconds(61))
        }
        #expect(try await bench.claim(1, of: id).isEmpty)
        #expect(try await bench.store.batch(id).state == .finished)
        #expect(try await bench.store.failures(of: id) == ["worker.lost": 1])
    }

    @Test(arguments: TestedStore.all) func anItemThatKillsItsWorkersFailsAlone(_ tested: TestedStore) async throws {
        let bench = try tested.make()
        let id = try await bench.batch(of: 200) { $0.maximumLosses = 10 }
        var workers = 0
        while try await bench.store.batch(id).state == .running {
            workers += 1
            let name = "worker \(workers)"
            // As a runner does: more is claimed while it still holds some.
            let items = try await bench.claim(50, of: id, as: name) + bench.claim(50, of: id, as: name)
            if items.contains(where: { $0.item.line == 7 }) {
                bench.clock.advance(by: .seconds(61))
            } else {
                let reports = items.map { ItemReport(lease: $0.lease, outcome: .done(StoreBench.facts)) }
                _ = try await bench.store.finish(reports)
            }
            try #require(workers < 100)
        }
        #expect(try await bench.store.failures(of: id) == ["worker.lost": 1])
        let items = try await bench.store.items(of: id, in: nil, after: nil, limit: 1000).elements
        #expect(items.filter { $0.state == .failed }.map(\.line) == [7])
        #expect(items.filter { $0.state == .done }.count == 199)
        #expect(items.map(\.losses).filter { $0 > 4 } == [10])
        let lost = items.reduce(0) { $0 + $1.losses }
        #expect(lost < 150, "100 the first time, then 32, 8, 2, and seven times one")
    }

    @Test(arguments: TestedStore.all) func tooManyFailuresPauseTheBatchAndResumingCountsAnew(
        _ tested: TestedStore
    ) async throws {
        let bench = try tested.make()
        let id = try await bench.batch(of: 20) { $0.failureLimit = FailureLimit(share: 0.5, minimumItems: 4) }
        func fail(_ count: Int) async throws {
            let items = try await bench.claim(count, of: id)
            _ = try await bench.store.finish(
                items.map { ItemReport(lease: $0.lease, outcome: .failed(StoreBench.failure)) })
        }
        try await fail(3)
        #expect(try await bench.store.batch(id).state == .running)
        try await fail(1)
        #expect(try await bench.store.batch(id).state == .paused)
        #expect(try await bench.store.batch(id).pauseReason?.code == "batch.failureLimit")
        try await bench.store.resume(id)
        try await fail(3)
        #expect(try await bench.store.batch(id).state == .running)
        try await fail(1)
        #expect(try await bench.store.batch(id).state == .paused)
    }

    @Test(arguments: TestedStore.all) func failedItemsCanBeTriedAgain(_ tested: TestedStore) async throws {
        let bench = try tested.make()
        let id = try await bench.batch(of: 4)
        let items = try await bench.claim(4, of: id)
        let other = ItemCause(code: "render.undecodable", message: "It is no picture.")
        _ = try await bench.store.finish([
            ItemReport(lease: items[0].lease, outcome: .failed(StoreBench.failure)),
            ItemReport(lease: items[1].lease, outcome: .failed(other)),
            ItemReport(lease: items[2].lease, outcome: .failed(StoreBench.failure)),
            ItemReport(lease: items[3].lease, outcome: .done(StoreBench.facts)),
        ])
        #expect(try await bench.store.retry(id, cause: "source.status.404") == 2)
        #expect(try await bench.store.batch(id).state == .running)
        #expect(try await bench.store.failures(of: id) == ["render.undecodable": 1])
        let again = try await bench.claim(9, of: id)
        #expect(again.map(\.item.line) == [1, 3])
        #expect(again.map(\.item.attempts) == [0, 0])
        _ = try await bench.store.finish(again.map { ItemReport(lease: $0.lease, outcome: .done(StoreBench.facts)) })
        #expect(try await bench.store.batch(id).state == .finished)
        #expect(try await bench.store.retry(id, cause: nil) == 1)
        #expect(try await bench.store.log(of: items[1].item.id).map(\.event) == [.claimed, .failed, .retried])
    }

    @Test(arguments: TestedStore.all) func anEarlierBatchWithTheSameOptionsIsRemembered(_ tested: TestedStore)
        async throws
    {
        let bench = try tested.make()
        try await bench.end(try await bench.batch(of: 1), with: .done(StoreBench.facts))
        let (same, forced, other) = (
            try await bench.batch(of: 2), try await bench.batch(of: 1) { $0.isForced = true },
            try await bench.batch(of: 1) { $0.renditions = [.init(width: 101)] }
        )
        #expect(try await bench.claim(2, of: same).map(\.previous) == [StoreBench.facts, nil])
        #expect(try await bench.claim(1, of: forced).map(\.previous) == [nil])
        #expect(try await bench.claim(1, of: other).map(\.previous) == [nil])
    }

    @Test(arguments: TestedStore.all) func aFileHasOneOwnerInABatch(_ tested: TestedStore) async throws {
        let bench = try tested.make()
        let (id, other) = (try await bench.batch(of: 2), try await bench.batch(of: 1))
        let items = try await bench.claim(2, of: id)
        func request(_ item: ClaimedItem, _ paths: [String]) -> OutputRequest {
            OutputRequest(lease: item.lease, batch: item.item.batch, paths: paths)
        }
        #expect(try await bench.store.claimOutputs([request(items[0], ["a", "b"])]).isEmpty)
        #expect(try await bench.store.claimOutputs([request(items[0], ["a", "b"])]).isEmpty)
        let conflicts = try await bench.store.claimOutputs([request(items[1], ["c", "b"])])
        #expect(conflicts == [items[1].item.id: OutputConflict(path: "b", line: 1)])
        #expect(try await bench.store.claimOutputs([request(items[0], ["c"])]).isEmpty)
        let foreign = try await bench.claim(1, of: other)[0]
        #expect(try await bench.store.claimOutputs([request(foreign, ["a"])]).isEmpty)
    }

    @Test(arguments: TestedStore.all) func batchesTakeTurns(_ tested: TestedStore) async throws {
        let bench = try tested.make()
        let (first, second) = (try await bench.batch(of: 9), try await bench.batch(of: 9))
        _ = try await bench.claim(1, of: first)
        #expect(try await bench.store.batchesWithWork().map(\.id) == [second, first])
        _ = try await bench.claim(1, of: second)
        #expect(try await bench.store.batchesWithWork().map(\.id) == [first, second])
    }
}

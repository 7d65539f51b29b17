import Foundation
import Testing

@testable import Jobs

/// What every store must do with batches.
@Suite struct JobStoreBatchTests {
    @Test(arguments: TestedStore.all) func aNewBatchLoadsAndKeepsItsSpecification(_ tested: TestedStore) async throws {
        let bench = try tested.make()
        var specification = StoreBench.specification
        specification.label = "thumbs"
        specification.failureLimit = FailureLimit(share: 0.5, minimumItems: 7)
        specification.webhook = BatchWebhook(url: "https://hook.example/", everyItems: 10)
        let (batch, isNew) = try await bench.store.create(specification, idempotencyKey: nil)
        #expect(isNew)
        #expect(batch.state == .loading)
        #expect(batch.specification == specification)
        #expect(batch.created == bench.clock.now)
        #expect(try await bench.store.batch(batch.id) == batch)
    }

    @Test(arguments: TestedStore.all) func sealingStartsTheBatchAndAnEmptyOneIsFinished(_ tested: TestedStore)
        async throws
    {
        let bench = try tested.make()
        let (full, empty) = (try await bench.batch(of: 3), try await bench.batch(of: 0))
        #expect(try await bench.store.batch(full).state == .running)
        #expect(try await bench.store.batch(full).counts.waiting == 3)
        #expect(try await bench.store.batch(empty).state == .finished)
        #expect(try await errorCode { try await bench.store.seal(full) } == .wrongState)
        #expect(
            try await errorCode { _ = try await bench.store.append([NewItem(source: "x", line: 9)], to: full) }
                == .wrongState)
    }

    @Test(arguments: TestedStore.all) func theLastItemOfAListIsKnownWhileItLoads(_ tested: TestedStore) async throws {
        let bench = try tested.make()
        let id = try await bench.store.create(StoreBench.specification, idempotencyKey: nil).batch.id
        #expect(try await bench.store.lastItem(of: id) == nil)
        _ = try await bench.store.append([NewItem(source: "b", line: 1), NewItem(source: "a", line: 2)], to: id)
        _ = try await bench.batch(of: 2)
        #expect(try await bench.store.lastItem(of: id)?.source == "a")
        _ = try await bench.store.append([NewItem(source: "c", line: 7), NewItem(source: "a", line: 8)], to: id)
        #expect(try await bench.store.lastItem(of: id)?.line == 7)
        #expect(try await errorCode { _ = try await bench.store.lastItem(of: BatchID()) } == .notFound)
    }

    @Test(arguments: TestedStore.all) func equalItemsAreLeftOutAndNamed(_ tested: TestedStore) async throws {
        let bench = try tested.make()
        let id = try await bench.store.create(StoreBench.specification, idempotencyKey: nil).batch.id
        _ = try await bench.store.append([NewItem(source: "a", line: 1), NewItem(source: "b", line: 2)], to: id)
        let duplicates = try await bench.store.append(
            [
                NewItem(source: "a", line: 3), NewItem(source: "a", line: 4, values: ["sku": "1"]),
                NewItem(source: "a", line: 5, values: ["sku": "1"]),
            ], to: id)
        #expect(
            duplicates == [
                DuplicateItem(source: "a", line: 3, firstLine: 1), DuplicateItem(source: "a", line: 5, firstLine: 4),
            ])
        #expect(try await bench.counts(of: id).waiting == 3)
    }

    @Test(arguments: TestedStore.all) func oneKeyIsOneBatch(_ tested: TestedStore) async throws {
        let bench = try tested.make()
        let first = try await bench.store.create(StoreBench.specification, idempotencyKey: "k")
        try await bench.store.seal(first.batch.id)
        let second = try await bench.store.create(StoreBench.specification, idempotencyKey: "k")
        #expect(first.batch.id == second.batch.id)
        #expect(!second.isNew)
        var changed = StoreBench.specification
        changed.template = "{stem}.{ext}"
        let other = changed
        let code = try await errorCode { _ = try await bench.store.create(other, idempotencyKey: "k") }
        #expect(code == .keyInUse)
        try await bench.store.delete(first.batch.id)
        #expect(try await bench.store.create(other, idempotencyKey: "k").isNew)
    }

    @Test(arguments: TestedStore.all) func aKeyIsTakenWhileItsBatchIsLoadedAndFreeWhenTheLoaderIsGone(
        _ tested: TestedStore
    ) async throws {
        let bench = try tested.make()
        let first = try await bench.store.create(StoreBench.specification, idempotencyKey: "k").batch.id
        let again = { try await bench.store.create(StoreBench.specification, idempotencyKey: "k") }
        #expect(try await errorCode { _ = try await again() } == .wrongState)
        // Signs of life, by items or without.
        bench.clock.advance(by: JobTiming.loadingLease - .seconds(1))
        _ = try await bench.store.append([NewItem(source: "a", line: 1)], to: first)
        bench.clock.advance(by: JobTiming.loadingLease - .seconds(1))
        try await bench.store.extendLoading(of: first)
        bench.clock.advance(by: JobTiming.loadingLease - .seconds(1))
        #expect(try await errorCode { _ = try await again() } == .wrongState)
        bench.clock.advance(by: .seconds(2))
        let second = try await again()
        #expect(second.isNew && second.batch.id != first)
        // The first loader notices, and does no harm to the second's batch.
        #expect(try await errorCode { try await bench.store.extendLoading(of: first) } == .notFound)
        #expect(try await errorCode { try await bench.store.delete(first) } == .notFound)
        try await bench.store.seal(second.batch.id)
        #expect(try await errorCode { try await bench.store.extendLoading(of: second.batch.id) } == .wrongState)
    }

    @Test(arguments: TestedStore.all) func aClockThatWasSetBackFreesAKeyAtOnce(_ tested: TestedStore) async throws {
        let bench = try tested.make()
        _ = try await bench.store.create(StoreBench.specification, idempotencyKey: "k")
        bench.clock.advance(by: .seconds(-3600))
        #expect(try await bench.store.create(StoreBench.specification, idempotencyKey: "k").isNew)
    }

    @Test(arguments: TestedStore.all) func batchesAreListedTheNewestFirstPageByPage(_ tested: TestedStore) async throws
    {
        let bench = try tested.make()
        var ids: [BatchID] = []
        for _ in 0..<5 { ids.insert(try await bench.batch(of: 1), at: 0) }
        var (seen, cursor): ([BatchID], PageCursor?) = ([], nil)
        repeat {
            let page = try await bench.store.batches(after: cursor, limit: 2)
            seen += page.elements.map(\.id)
            cursor = page.next
        } while cursor != nil
        #expect(seen == ids)
        #expect(
            try await errorCode { _ = try await bench.store.batches(after: PageCursor("1.x"), limit: 2) }
                == .invalidCursor)
    }

    @Test(arguments: TestedStore.all) func aPausedBatchGivesNothingOutUntilItIsResumed(_ tested: TestedStore)
        async throws
    {
        let bench = try tested.make()
        let id = try await bench.batch(of: 2)
        let claimed = try await bench.claim(1, of: id)
        try await bench.store.pause(id, reason: StoreBench.failure)
        try await bench.store.pause(id, reason: nil)
        #expect(try await bench.store.batch(id).pauseReason == StoreBench.failure)
        #expect(try await bench.claim(5, of: id).isEmpty)
        let report = ItemReport(lease: claimed[0].lease, outcome: .done(StoreBench.facts))
        #expect(try await bench.store.finish([report]).isEmpty)
        let resumed = try await bench.store.resume(id)
        #expect(resumed.state == .running)
        #expect(resumed.pauseReason == nil)
        #expect(try await bench.claim(5, of: id).map(\.item.line) == [2])
    }

    @Test(arguments: TestedStore.all) func aCancelledBatchLetsRunningItemsEnd(_ tested: TestedStore) async throws {
        let bench = try tested.make()
        let id = try await bench.batch(of: 2)
        let claimed = try await bench.claim(1, of: id)
        #expect(try await bench.store.cancel(id).state == .cancelled)
        #expect(try await bench.claim(5, of: id).isEmpty)
        let report = ItemReport(lease: claimed[0].lease, outcome: .done(StoreBench.facts))
        #expect(try await bench.store.finish([report]).isEmpty)
        let counts = try await bench.counts(of: id)
        #expect((counts.waiting, counts.running, counts.done) == (1, 0, 1))
        #expect(try await bench.store.batch(id).state == .cancelled)
        #expect(try await errorCode { try await bench.store.resume(id) } == .wrongState)
        #expect(try await errorCode { _ = try await bench.store.retry(id, cause: nil) } == .wrongState)
    }

    @Test(arguments: TestedStore.all) func aLostItemOfACancelledBatchWaitsAgain(_ tested: TestedStore) async throws {
        let bench = try tested.make()
        let id = try await bench.batch(of: 1)
        _ = try await bench.claim(1, of: id)
        try await bench.store.cancel(id)
        bench.clock.advance(by: .seconds(61))
        #expect(try await bench.store.batchesWithWork().map(\.id) == [id])
        #expect(try await bench.claim(1, of: id).isEmpty)
        #expect(try await bench.counts(of: id).waiting == 1)
        #expect(try await bench.store.batchesWithWork().isEmpty)
    }

    @Test(arguments: TestedStore.all) func aDeletedBatchIsGoneAndItsWorkersAreTold(_ tested: TestedStore) async throws {
        let bench = try tested.make()
        let (id, other) = (try await bench.batch(of: 3), try await bench.batch(of: 3))
        let claimed = try await bench.claim(1, of: id)
        try await bench.store.delete(id)
        #expect(try await errorCode { _ = try await bench.store.batch(id) } == .notFound)
        #expect(try await bench.claim(1, of: id).isEmpty)
        let report = ItemReport(lease: claimed[0].lease, outcome: .done(StoreBench.facts))
        #expect(try await bench.store.finish([report]) == [claimed[0].item.id])
        #expect(try await bench.store.batches(after: nil, limit: 10).elements.map(\.id) == [other])
        #expect(try await bench.counts(of: other).waiting == 3)
        #expect(try await bench.store.items(of: other, in: nil, after: nil, limit: 10).elements.count == 3)
    }

    /// A field that is set to an impossible value.
    enum Mistake: CaseIterable {
        case noRenditions, noAttempts, noLosses, share, progress

        func make(in specification: inout BatchSpecification) {
            switch self {
            case .noRenditions: specification.renditions = []
            case .noAttempts: specification.maximumAttempts = 0
            case .noLosses: specification.maximumLosses = 0
            case .share: specification.failureLimit = FailureLimit(share: 1.5)
            case .progress: specification.webhook = BatchWebhook(url: "https://hook.example/", everyItems: 0)
            }
        }
    }

    @Test(arguments: TestedStore.all, Mistake.allCases)
    func impossibleSpecificationsAreRefused(_ tested: TestedStore, _ mistake: Mistake) async throws {
        let bench = try tested.make()
        var specification = StoreBench.specification
        mistake.make(in: &specification)
        let wrong = specification
        let code = try await errorCode { _ = try await bench.store.create(wrong, idempotencyKey: nil) }
        #expect(code == .invalidBatch)
    }
}

import ImageModel
import NIOConcurrencyHelpers
import TestSupport
import Testing

@testable import Jobs

/// A kind of store that must fulfil the contract.
struct TestedStore: Sendable, CustomTestStringConvertible {
    let testDescription: String
    private let open: @Sendable (ScratchFolder, TestClock) throws -> [any JobStore]

    /// One object on a file; and two, like those of two processes, used by the calls in turn.
    static let all = [
        TestedStore(testDescription: "one object on a file") { folder, clock in
            [try GRDBJobStore(path: folder.jobFile, clock: clock.clock)]
        },
        TestedStore(testDescription: "two objects on a file") { folder, clock in
            [
                try GRDBJobStore(path: folder.jobFile, clock: clock.clock),
                try GRDBJobStore(path: folder.jobFile, clock: clock.clock),
            ]
        },
    ]

    private init(
        testDescription: String, open: @escaping @Sendable (ScratchFolder, TestClock) throws -> [any JobStore]
    ) {
        self.testDescription = testDescription
        self.open = open
    }

    /// A new, empty store.
    func make() throws -> StoreBench {
        let (folder, clock) = (try ScratchFolder(), TestClock())
        return StoreBench(folder: folder, clock: clock, stores: try open(folder, clock))
    }
}

/// A store under test, and the calls with which most tests begin.
final class StoreBench: Sendable {
    let clock: TestClock
    private let folder: ScratchFolder
    private let stores: [any JobStore]
    private let turn = NIOLockedValueBox(0)

    init(folder: ScratchFolder, clock: TestClock, stores: [any JobStore]) {
        (self.folder, self.clock, self.stores) = (folder, clock, stores)
    }

    /// The next of the objects on the store.
    var store: any JobStore {
        turn.withLockedValue { turn in
            turn += 1
            return stores[turn % stores.count]
        }
    }

    /// A specification with one size.
    static var specification: BatchSpecification {
        BatchSpecification(renditions: [.init(width: 100)], sizes: "100", template: "{hash}/{width}.{ext}")
    }

    /// A running batch of `count` items: `https://origin.example/1.jpg` and so on.
    func batch(
        of count: Int, _ change: (inout BatchSpecification) -> Void = { _ in }
    ) async throws -> BatchID {
        var specification = Self.specification
        change(&specification)
        let id = try await store.create(specification, idempotencyKey: nil).batch.id
        let items = (1...max(count, 1)).map { NewItem(source: "https://origin.example/\($0).jpg", line: $0) }
        _ = try await store.append(Array(items.prefix(count)), to: id)
        try await store.seal(id)
        return id
    }

    func claim(_ count: Int, of batch: BatchID, as worker: String = "w") async throws -> [ClaimedItem] {
        try await store.claim(count, of: batch, for: worker, lease: .seconds(60))
    }

    /// Claims everything that can be claimed, and ends it with `outcome`.
    func end(_ batch: BatchID, with outcome: ItemReport.Outcome) async throws {
        let items = try await claim(1000, of: batch)
        _ = try await store.finish(items.map { ItemReport(lease: $0.lease, outcome: outcome) })
    }

    func counts(of batch: BatchID) async throws -> BatchCounts { try await store.batch(batch).counts }

    static let facts = ItemFacts(
        sourceBytes: 1000, validator: "\"v1\"",
        renditions: [
            StoredFile(
                path: "a/100.jpg",
                facts: FileFacts(size: PixelSize(width: 100, height: 80), format: .jpeg, byteCount: 50))
        ])
    static let failure = ItemCause(code: "source.status.404", message: "The source answered with status 404.")
}

/// The code of the `JobError` that `body` throws; `nil` if it throws none.
func errorCode(_ body: () async throws -> Void) async throws -> JobError.Code? {
    do {
        try await body()
        return nil
    } catch let error as JobError {
        return error.code
    }
}

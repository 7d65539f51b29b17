import ImageModel
import Jobs
import Testing

@testable import ImageService

@Suite(.timeLimit(.minutes(10))) struct JobStoreCreatingTests {
    private struct Broken: Error {}

    private static let specification = BatchSpecification(
        renditions: [.init(width: 40)], sizes: "40", template: "{hash}/{width}.{ext}")
    private static let rules = ManifestRules { $0 == "bad" ? "is bad" : nil }

    private static func create(_ sources: [String], key: String? = nil, in store: any JobStore) async throws
        -> BatchCreation
    {
        try await store.createBatch(specification, key: key) { loader in
            try await loader.read(sources.map { (text: $0, values: [:]) }, by: rules)
        }
    }

    @Test("a batch runs when all of its sources are there")
    func created() async throws {
        try await BatchBench.with { bench in
            guard case .created(let batch, let report) = try await Self.create(["a", "b", "a"], in: bench.store) else {
                Issue.record("no batch was created")
                return
            }
            #expect(batch.state == .running)
            #expect(batch.counts.waiting == 2)
            #expect(report.duplicates == [DuplicateItem(source: "a", line: 3, firstLine: 1)])
        }
    }

    @Test("a second request with the same key gets the batch of the first, and reads nothing")
    func known() async throws {
        try await BatchBench.with { bench in
            guard case .created(let first, _) = try await Self.create(["a"], key: "k", in: bench.store),
                case .known(let second) = try await Self.create(["b"], key: "k", in: bench.store)
            else {
                Issue.record("two batches were created")
                return
            }
            #expect(second.id == first.id)
            #expect(try await bench.items(first.id).map(\.source) == ["a"])
        }
    }

    @Test("a wrong source starts nothing, and its place is named; the key is free again")
    func refused() async throws {
        try await BatchBench.with { bench in
            guard case .refused(let report) = try await Self.create(["a", "bad", ""], key: "k", in: bench.store) else {
                Issue.record("a batch was created")
                return
            }
            #expect(report.faults.map(\.line) == [2, 3])
            #expect(report.faultCount == 2)
            #expect(try await bench.store.batches(after: nil, limit: 10).elements.isEmpty)
            guard case .created = try await Self.create(["a"], key: "k", in: bench.store) else {
                Issue.record("the key was not free")
                return
            }
        }
    }

    @Test("a list that breaks off leaves no batch, and its key free")
    func broken() async throws {
        try await BatchBench.with { bench in
            await #expect(throws: Broken.self) {
                try await bench.store.createBatch(Self.specification, key: "k") { loader in
                    try await loader.add([NewItem(source: "a", line: 1)])
                    throw Broken()
                }
            }
            #expect(try await bench.store.batches(after: nil, limit: 10).elements.isEmpty)
            guard case .created = try await Self.create(["a"], key: "k", in: bench.store) else {
                Issue.record("the key was not free")
                return
            }
        }
    }
}

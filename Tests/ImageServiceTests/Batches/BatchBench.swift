import ImageModel
import Jobs
import TestSupport

@testable import ImageService

/// A service with a job file and an output root, for tests of batches.
struct BatchBench: Sendable {
    let service: ImageService
    let store: GRDBJobStore
    let outputs: ScratchFolder

    /// Runs `body` with a new one.
    static func with(damage: DamagePolicy? = nil, _ body: (BatchBench) async throws -> Void) async throws {
        let (outputs, jobs) = (try ScratchFolder(), try ScratchFolder())
        try await withService(store: outputs, damage: damage) { service in
            try await body(
                BatchBench(
                    service: service, store: try GRDBJobStore(path: "\(jobs.path)/jobs.db"), outputs: outputs))
        }
        withExtendedLifetime(jobs) {}
    }

    /// One that fails soon where others would wait.
    var configuration: BatchConfiguration {
        var configuration = BatchConfiguration(worker: "test")
        configuration.retries.base = .milliseconds(1)
        configuration.retries.longest = .milliseconds(2)
        configuration.pollInterval = .milliseconds(20)
        return configuration
    }

    /// A batch of `sources` that runs.
    func batch(
        _ sources: [String], template: String = "{hash}/{width}.{ext}",
        _ change: (inout BatchSpecification) -> Void = { _ in }
    ) async throws -> BatchID {
        try await batch(sources.enumerated().map { NewItem(source: $1, line: $0 + 1) }, template: template, change)
    }

    func batch(
        _ items: [NewItem], template: String, _ change: (inout BatchSpecification) -> Void = { _ in }
    ) async throws -> BatchID {
        var specification = BatchSpecification(
            renditions: [Rendition(width: 40), Rendition(width: 20)], sizes: "40,20", template: template)
        specification.readsFiles = true
        change(&specification)
        let id = try await store.create(specification, idempotencyKey: nil).batch.id
        _ = try await store.append(items, to: id)
        try await store.seal(id)
        return id
    }

    /// Runs until `batch` is at its end.
    func run(_ batch: BatchID, _ change: (inout BatchConfiguration) -> Void = { _ in }) async throws -> Batch {
        var configuration = configuration
        change(&configuration)
        try await BatchWorker(service: service, store: store, configuration: configuration).run(until: .end(of: batch))
        return try await store.batch(batch)
    }

    func items(_ batch: BatchID, in state: ItemState? = nil) async throws -> [BatchItem] {
        try await store.items(of: batch, in: state, after: nil, limit: 1000).elements
    }

    /// A small JPEG file; different for each `number`.
    static func picture(_ number: Int) throws -> [UInt8] {
        // Bytes behind the end of a JPEG file are no part of the picture, and still of the file's hash.
        try RepositoryFiles.fixture("jpeg/grey.jpg") + [UInt8(number & 0xFF)]
    }

}

import ImageService
import Jobs
import Logging
import NIOPosix
import ObjectStorage

/// Creates a batch from the objects of a bucket, or goes on with one whose listing was interrupted.
struct ObjectBatchCreation {
    let jobs: any JobStore
    let specification: BatchSpecification
    let stores: ObjectStoresConfiguration
    /// A batch whose listing was interrupted.
    let resumed: BatchID?

    /// The batch of all objects that `query` lists, started. One whose listing breaks off stays as it is, and can be
    /// resumed.
    ///
    /// - Throws: `JobError`.
    func batch(of query: ObjectListing.Query) async throws -> Batch {
        try ManifestArgument.checkColumns(try specification.manifestRules())
        let batch = try await opened()
        let stores = try ObjectStores(
            stores, eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: Logger(label: "stillwater.list") { _ in SwiftLogNoOpLogHandler() })
        let result: Result<Batch, any Error>
        do {
            let last = try await jobs.lastItem(of: batch.id)
            var listing = ObjectListing(
                query, in: stores.store(query.prefix.scheme), timeout: stores.timeout, after: last)
            result = .success(try await filled(batch.id, from: &listing))
        } catch {
            let name = TerminalText.printable("\(batch.id)")
            Terminal.standardError.write(
                "The list broke off. To go on with it, repeat the command with --resume \(name).\n")
            result = .failure(error)
        }
        await stores.shutDown()
        return try result.get()
    }

    private func opened() async throws(JobError) -> Batch {
        guard let resumed else { return try await jobs.create(specification, idempotencyKey: nil).batch }
        let batch = try await jobs.batch(resumed)
        guard batch.specification == specification else {
            throw JobError(.invalidBatch, "The batch \(resumed) has other options.")
        }
        try await jobs.extendLoading(of: resumed)
        return batch
    }

    private func filled(_ batch: BatchID, from listing: inout ObjectListing) async throws -> Batch {
        var loader = BatchLoader(store: jobs, batch: batch)
        while let items = try await listing.next() {
            try await loader.add(items)
            // Items go into the store some thousands at a time, and a pattern may leave nothing of many pages.
            try await jobs.extendLoading(of: batch)
        }
        guard let started = try await loader.finish() else {
            throw JobError(.failed, "The batch could not be started.")
        }
        if listing.unnameableCount > 0 {
            Terminal.standardError.write(
                "\(HumanText.count(listing.unnameableCount, "object")) left out: a key holds source-query-separator or a "
                    + "control character\n")
        }
        Terminal.standardError.write(ManifestText.items(loader.report))
        return started
    }
}

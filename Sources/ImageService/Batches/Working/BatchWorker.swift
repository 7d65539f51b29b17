package import Jobs
import Storage
import Waiting

/// Works on batches, as long as there is something to do, or for ever.
///
/// A process has one at a time, besides live requests; any number of processes may use one store. Renders run on their
/// own threads, which give way to everything else on the machine, and take memory behind live requests.
package struct BatchWorker: Sendable {
    /// When it ends by itself.
    package enum Goal: Sendable, Hashable {
        /// Never.
        case none
        /// When this batch is finished, paused, cancelled or gone.
        case end(of: BatchID)
        /// When no batch runs.
        case allDone
    }

    private let service: ImageService
    private let store: any JobStore
    private let configuration: BatchConfiguration

    package init(service: ImageService, store: any JobStore, configuration: BatchConfiguration) {
        self.service = service
        self.store = store
        self.configuration = configuration
    }

    /// Works until `goal` is reached or the task is cancelled. Before it returns, unfinished items are returned to the
    /// store, and finished ones reported.
    ///
    /// - Throws: the store's failures, except `busy`, which is waited out. Items that were done but not reported are
    ///   done again when their leases have expired.
    package func run(until goal: Goal) async throws(BatchWorkerError) {
        switch service.store {
        case nil: throw .service(.noStore)
        case .bucket(let bucket)?: try await run(until: goal, writingTo: .bucket(bucket))
        case .folder(let folder)?:
            let staged: StagedStore
            do { staged = try StagedStore(root: folder.root) } catch { throw .service(.storage(error)) }
            let result: Result<Void, BatchWorkerError> = await Result { () async throws(BatchWorkerError) in
                try await run(until: goal, writingTo: .folder(staged.store))
            }
            await staged.shutDown()
            try result.get()
        }
    }

    private func run(until goal: Goal, writingTo outputs: RenditionStore) async throws(BatchWorkerError) {
        let pool = RenderPool(threads: service.renderThreads, priority: .batch)
        let stages = ItemStages(service: service.forBatches(pool, outputs))
        let result: Result<Void, JobError>
        do throws(JobError) {
            var loop = BatchLoop(stages, store, configuration, goal, threads: pool.threadCount)
            try await loop.run()
            result = .success(())
        } catch {
            result = .failure(error)
        }
        pool.shutDown()
        do { try result.get() } catch { throw .store(error) }
    }
}

/// Why a worker could not go on.
package enum BatchWorkerError: Error, Sendable {
    /// The outputs cannot be written: `storage`, or `noStore`.
    case service(ServiceError)
    case store(JobError)

    /// For the user.
    package var message: String {
        switch self {
        case .service(let error): error.message
        case .store(let error): error.message
        }
    }
}

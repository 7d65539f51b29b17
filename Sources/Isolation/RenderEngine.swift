package import Codecs
import NIOConcurrencyHelpers
package import Profiling

/// Decides where sources are decoded: in this process, or in workers to which a decoder's failure is confined. Reading
/// and rendering block the thread, as with `Renderer`: in a worker, for as long as the worker takes, for which
/// `inWorker` has threads.
package struct RenderEngine: Sendable {
    /// Where work is done.
    package enum Place: Sendable, Hashable {
        case here, worker
    }

    let configuration: IsolationConfiguration
    let pool: WorkerPool
    private let threads = WorkerThreads()
    /// Permissions to use a worker; callers of anything that is done in a worker hold one.
    package let slots: WorkerSlots
    let failed: NIOLockedValueBox<FailedSources>
    /// Whether workers yield to everything else on the machine.
    private(set) var yields = false

    package init(_ configuration: IsolationConfiguration) {
        self.configuration = configuration
        pool = WorkerPool(configuration)
        slots = WorkerSlots(
            live: configuration.slots, batch: configuration.batchSlots, bytes: configuration.sharedBytes)
        failed = NIOLockedValueBox(FailedSources(lifetime: configuration.refusalTime))
    }

    /// Everything in this process.
    package static var inProcess: RenderEngine {
        var configuration = IsolationConfiguration()
        configuration.mode = .none
        return RenderEngine(configuration)
    }

    /// The same, with workers that get a processor only when nothing else needs it.
    package var yielding: RenderEngine {
        var engine = self
        engine.yields = true
        return engine
    }

    /// The maximum number of live renders in workers at once.
    package var slotCount: Int { configuration.slots }

    /// Counts of workers so far.
    package var workers: WorkerCounts { pool.counts }

    /// The profiles that workers have sampled of themselves, for `ChildProfilers`. Blocks until busy workers come back.
    package func profiles(of kind: RecordingRequest.Kind) -> [(process: String, profile: [UInt8])] {
        pool.profiles(of: kind)
    }

    /// Ends the workers, and the threads that wait for them. Call it when no render is running any more.
    package func shutDown() {
        threads.shutDown()
        pool.shutDown()
    }

    /// Bytes set aside for idle workers; none if nothing is isolated.
    package var standingBytes: Int {
        configuration.mode == .none ? 0 : configuration.slots * IsolationConfiguration.standingBytes
    }

    /// The result of `work`, which blocks a dedicated thread to wait for a worker; the task only waits. `interruption`
    /// is requested if the task is cancelled.
    package func inWorker<Value: Sendable>(
        interruption: Interruption, _ work: @escaping @Sendable () -> Value
    ) async -> Value {
        await withTaskCancellationHandler {
            await threads.run(work)
        } onCancel: {
            interruption.request()
        }
    }
}

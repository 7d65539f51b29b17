package import Codecs
import NIOConcurrencyHelpers
package import Profiling

/// Where sources are decoded: in this process, or in workers that a decoder's mistake can't leave. What reads or renders
/// blocks the thread, as `Renderer` does: in a worker as long as the worker takes, for which `inWorker` has threads.
package struct RenderEngine: Sendable {
    /// Where something is done.
    package enum Place: Sendable, Hashable {
        case here, worker
    }

    let configuration: IsolationConfiguration
    let pool: WorkerPool
    private let threads = WorkerThreads()
    /// Permissions to use a worker; whoever calls something that is done in one has one.
    package let slots: WorkerSlots
    let failed: NIOLockedValueBox<FailedSources>
    /// Whether workers give way to everything else in the machine.
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

    /// The same, with workers that take a processor only when nobody else wants it.
    package var yielding: RenderEngine {
        var engine = self
        engine.yields = true
        return engine
    }

    /// Live renders that there may be in workers at once.
    package var slotCount: Int { configuration.slots }

    /// What became of workers until now.
    package var workers: WorkerCounts { pool.counts }

    /// What workers have sampled of themselves, for `ChildProfilers`. Blocks until those that have work come back.
    package func profiles(of kind: RecordingRequest.Kind) -> [(process: String, profile: [UInt8])] {
        pool.profiles(of: kind)
    }

    /// Ends the workers, and the threads that wait for them. Call it when no render runs any more.
    package func shutDown() {
        threads.shutDown()
        pool.shutDown()
    }

    /// Bytes that workers hold without work; none where nothing is isolated.
    package var standingBytes: Int {
        configuration.mode == .none ? 0 : configuration.slots * IsolationConfiguration.standingBytes
    }

    /// What `work` returns, which waits for a worker on a thread for that; the task only waits. `interruption` is requested
    /// when the task is cancelled.
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

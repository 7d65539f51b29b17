import NIOConcurrencyHelpers

/// Worker processes that are kept warm: started when first needed, given to one caller at a time, replaced when spent.
///
/// There are as many as there are callers at once; those are render threads, whose number is fixed.
package final class WorkerPool: Sendable {
    /// What became of workers since the start.
    package struct Counts: Sendable, Hashable {
        package var started = 0
        /// Ended because of what they did: crashed, took too long or too much.
        package var failed = 0
        /// Replaced because they had rendered enough, or had grown.
        package var recycled = 0
    }

    private struct Idle {
        let worker: WorkerProcess
        let renders: Int
    }

    private struct State {
        var idle: [Idle] = []
        var counts = Counts()
        var isShutDown = false
    }

    private let configuration: IsolationConfiguration
    private let state = NIOLockedValueBox(State())

    package init(_ configuration: IsolationConfiguration) { self.configuration = configuration }

    package var counts: Counts { state.withLockedValue { $0.counts } }

    /// What `body` does with a worker, which nobody else has meanwhile. Blocks: some tens of milliseconds where a worker must
    /// be started, and as long as `body`. After an error the worker is ended.
    ///
    /// - Throws: `unavailable`, and what `body` throws.
    func withWorker<Value>(
        _ body: (WorkerProcess) throws(IsolationError) -> Value
    ) throws(IsolationError) -> Value {
        let idle = try nextIdle()
        let value: Value
        do throws(IsolationError) {
            value = try body(idle.worker)
        } catch {
            if error.code != .interrupted { state.withLockedValue { $0.counts.failed += 1 } }
            throw error
        }
        giveBack(Idle(worker: idle.worker, renders: idle.renders + 1))
        return value
    }

    /// Ends all workers that nobody uses; those in use end when they are given back.
    package func shutDown() {
        // They end outside of the lock.
        let idle = state.withLockedValue { state in
            state.isShutDown = true
            defer { state.idle = [] }
            return state.idle
        }
        withExtendedLifetime(idle) {}
    }

    private func nextIdle() throws(IsolationError) -> Idle {
        // The one that was used last has the most in the processor's caches.
        while let idle = state.withLockedValue({ $0.idle.popLast() }) {
            if idle.worker.isFit(residentBytes: configuration.maximumIdleBytes) { return idle }
            state.withLockedValue { $0.counts.recycled += 1 }
        }
        let worker = try WorkerProcess(configuration)
        state.withLockedValue { $0.counts.started += 1 }
        return Idle(worker: worker, renders: 0)
    }

    private func giveBack(_ idle: Idle) {
        state.withLockedValue { state in
            guard !state.isShutDown else { return }
            guard idle.renders < configuration.maximumRenders else {
                state.counts.recycled += 1
                return
            }
            state.idle.append(idle)
        }
    }
}

import Codecs
import NIOConcurrencyHelpers

/// Worker processes that are kept warm: started when first needed, given to one caller at a time, replaced when spent.
///
/// There are as many as there are callers at once; those are render threads, whose number is fixed.
package final class WorkerPool: Sendable {
    private struct Idle {
        let worker: WorkerProcess
        var renders: Int
        var kept = KeptSources()
    }

    private struct State {
        var idle: [Idle] = []
        var counts = WorkerCounts()
        var isShutDown = false
        var lastSource: UInt64 = 0

        /// The worker that has `source`; else the one that was used last, which has the most in the processor's caches.
        mutating func takeIdle(having source: WorkerSource?) -> Idle? {
            let index = source.flatMap { source in idle.lastIndex { $0.kept.contains(source.number) } }
            guard let index else { return idle.popLast() }
            return idle.remove(at: index)
        }
    }

    private let configuration: IsolationConfiguration
    private let state = NIOLockedValueBox(State())

    package init(_ configuration: IsolationConfiguration) { self.configuration = configuration }

    /// What became of workers since the start, and what those hold that have nothing to do.
    package var counts: WorkerCounts {
        let (counts, idle) = state.withLockedValue { ($0.counts, $0.idle.map(\.worker)) }
        var now = counts
        now.idle = idle.count
        now.idleBytes = idle.reduce(0) { $0 + $1.ownBytes }
        return now
    }

    /// A number for a source that is kept in whichever worker reads its header.
    func newSource() -> WorkerSource {
        state.withLockedValue { state in
            state.lastSource += 1
            return WorkerSource(number: state.lastSource)
        }
    }

    /// What a worker makes of `task`. Blocks: some tens of milliseconds where a worker must be started, and as long as the
    /// task. After an error the worker is ended.
    ///
    /// - Throws: any code.
    func perform(
        _ task: WorkerTask, interruption: Interruption?
    ) throws(IsolationError) -> WorkerAnswer {
        var idle = try nextIdle(having: task.known)
        let answer: WorkerAnswer
        do throws(IsolationError) {
            answer = try idle.worker.perform(task, &idle.kept, configuration, interruption: interruption)
        } catch {
            let cause = WorkerCounts.Cause(error.code, isForbidden: idle.worker.end() == .forbidden)
            state.withLockedValue { $0.counts.countEnd(cause) }
            throw error
        }
        if case .render = task.job { idle.renders += 1 }
        giveBack(idle)
        return answer
    }

    /// Ends all workers that nobody uses; those in use end when they are given back.
    package func shutDown() {
        // They end outside of the lock.
        let idle = state.withLockedValue { state in
            state.isShutDown = true
            state.counts.running -= state.idle.count
            defer { state.idle = [] }
            return state.idle
        }
        withExtendedLifetime(idle) {}
    }

    private func nextIdle(having source: WorkerSource?) throws(IsolationError) -> Idle {
        while let idle = state.withLockedValue({ $0.takeIdle(having: source) }) {
            if idle.worker.isFit(ownBytes: configuration.maximumIdleBytes) { return idle }
            state.withLockedValue { $0.counts.countEnd(.spent) }
        }
        do throws(IsolationError) {
            let worker = try WorkerProcess(configuration)
            state.withLockedValue { $0.counts.countStart() }
            return Idle(worker: worker, renders: 0)
        } catch {
            state.withLockedValue { $0.counts.unavailable += 1 }
            throw error
        }
    }

    private func giveBack(_ idle: Idle) {
        state.withLockedValue { state in
            guard !state.isShutDown, idle.renders < configuration.maximumRenders else {
                state.counts.countEnd(.spent)
                return
            }
            state.idle.append(idle)
        }
    }
}

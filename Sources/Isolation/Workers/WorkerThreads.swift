import Dispatch
import Foundation
import NIOConcurrencyHelpers

/// Threads that wait for workers, so that no thread with other work has to: started when needed, kept for the next
/// render, as many as there were renders at once.
final class WorkerThreads: Sendable {
    /// What threads share; it outlives the pool until they have ended.
    private final class Core: Sendable {
        struct State {
            var jobs: [@Sendable () -> Void] = []
            /// Threads waiting for a job, minus those already assigned one.
            var idle = 0
            var isStopping = false
        }

        let state = NIOLockedValueBox(State())
        let wakeUps = DispatchSemaphore(value: 0)

        /// Does jobs until the pool stops.
        func work() {
            while true {
                wakeUps.wait()
                let job = state.withLockedValue { state in state.jobs.isEmpty ? nil : state.jobs.removeFirst() }
                guard let job else { return }
                job()
                guard isKept() else { return }
            }
        }

        private func isKept() -> Bool {
            state.withLockedValue { state in
                if !state.isStopping { state.idle += 1 }
                return !state.isStopping
            }
        }
    }

    private let core = Core()

    deinit { shutDown() }

    /// The result of `work`, which may block its thread; the task only waits. There may be as many concurrent calls as
    /// there are slots.
    func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        // What the work holds is let go before anybody hears that it is done.
        let work = NIOLockedValueBox<(@Sendable () -> Value)?>(work)
        return await withCheckedContinuation { continuation in
            start {
                guard let value = Self.take(work) else { preconditionFailure("a job is done once") }
                continuation.resume(returning: value)
            }
        }
    }

    /// What `work` gives, which is gone afterwards.
    private static func take<Value>(_ work: NIOLockedValueBox<(@Sendable () -> Value)?>) -> Value? {
        let once = work.withLockedValue { work in
            defer { work = nil }
            return work
        }
        return once?()
    }

    private func start(_ job: @escaping @Sendable () -> Void) {
        let needsThread = core.state.withLockedValue { state in
            state.jobs.append(job)
            guard state.idle == 0 else {
                state.idle -= 1
                return false
            }
            return true
        }
        if needsThread {
            let thread = Thread { [core] in core.work() }
            thread.name = "worker-wait"
            thread.start()
        }
        core.wakeUps.signal()
    }

    /// Ends the threads: idle ones now, the others when they have finished their job.
    func shutDown() {
        let idle = core.state.withLockedValue { state in
            state.isStopping = true
            defer { state.idle = 0 }
            return state.idle
        }
        for _ in 0..<idle { core.wakeUps.signal() }
    }
}

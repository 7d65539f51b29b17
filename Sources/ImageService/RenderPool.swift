package import Codecs
import Dispatch
import Foundation
import Glibc
import NIOConcurrencyHelpers
import Profiling

/// The threads that decode, resize and encode: a fixed number, with names, apart from event loops and tasks.
///
/// Those for batches take a processor only when nobody else in the machine wants it, and lose it at once to who does.
///
/// Work waits in one queue, first come first served. A task that is cancelled while its work waits gets
/// `CancellationError` at once, and the work is never started; work that has begun ends.
package final class RenderPool: Sendable {
    private struct Job {
        let id: UInt64
        /// Runs the work, or gives it up.
        let perform: @Sendable (_ isAbandoned: Bool) -> Void
    }

    private struct State {
        var jobs: [Job] = []
        var nextID: UInt64 = 0
        var isStopping = false
        /// What threads do that have a job now, by their numbers.
        var working: [Int: ThreadAllocations] = [:]
    }

    private let state = NIOLockedValueBox(State())
    private let wakeUps = DispatchSemaphore(value: 0)
    private let ended = DispatchGroup()
    package let threadCount: Int

    /// librsvg and libheif recurse deeply; the musl default would not do, glibc's 8 MiB does.
    private static let stackBytes = 8 << 20

    /// The niceness of threads for batches: the least that a thread can ask for and still move on under any load.
    private static let batchNiceness: CInt = 19

    /// Starts `threads` threads, named `render-0` and so on; `batch-0` for batches.
    package init(
        threads: Int = ProcessInfo.processInfo.activeProcessorCount, priority: MemoryHold.Priority = .live
    ) {
        threadCount = threads
        for index in 0..<threads {
            ended.enter()
            let started = DispatchSemaphore(value: 0)
            let thread = Thread { [self] in
                // Foundation gives a thread its name only once `start` has returned; a name set before has no effect.
                started.wait()
                Thread.current.name = priority == .live ? "render-\(index)" : "batch-\(index)"
                // On Linux 0 is this thread alone; one that may not be nicer stays as it is.
                if priority == .batch { setpriority(CInt(PRIO_PROCESS.rawValue), 0, Self.batchNiceness) }
                work(as: index)
                VipsLibrary.endThread()
                ended.leave()
            }
            thread.stackSize = Self.stackBytes
            thread.start()
            started.signal()
        }
    }

    /// What `work` returns, and how long it waited for a thread.
    ///
    /// - Throws: `CancellationError`, when the task is cancelled or the pool stopped before `work` began.
    ///
    /// `interruption` is requested when the task is cancelled, for work that has begun.
    package func run<Value: Sendable>(
        interruption: Interruption? = nil, _ work: @escaping @Sendable () -> Value
    ) async throws(CancellationError) -> (value: Value, waited: Duration) {
        let queued = ContinuousClock.now
        let id = state.withLockedValue { state in
            state.nextID += 1
            return state.nextID
        }
        // What the work holds is let go before anybody hears that it is done.
        let work = NIOLockedValueBox<(@Sendable () -> Value)?>(work)
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<(Value, Duration)?, Never>) in
                add(
                    Job(id: id) { isAbandoned in
                        let waited = ContinuousClock.now - queued
                        let value = Self.take(work, isAbandoned: isAbandoned)
                        continuation.resume(returning: value.map { ($0, waited) })
                    })
            }
        } onCancel: {
            abandon(id)
            interruption?.request()
        }
        guard let outcome else { throw CancellationError() }
        return outcome
    }

    /// What `work` gives, which is gone afterwards; `nil` when it is abandoned.
    private static func take<Value>(
        _ work: NIOLockedValueBox<(@Sendable () -> Value)?>, isAbandoned: Bool
    ) -> Value? {
        let once = work.withLockedValue { work in
            defer { work = nil }
            return work
        }
        return isAbandoned ? nil : once?()
    }

    /// Gives up what waits, lets what runs end, and ends the threads. Blocks; call it once, last.
    package func shutDown() {
        let waiting = state.withLockedValue { state in
            state.isStopping = true
            defer { state.jobs = [] }
            return state.jobs
        }
        for job in waiting { job.perform(true) }
        for _ in 0..<threadCount { wakeUps.signal() }
        ended.wait()
    }

    /// Bytes that the jobs that run have allocated on their threads and not freed.
    package var workingBytes: Int {
        // A thread takes its own away under this lock before it ends.
        state.withLockedValue { $0.working.values.reduce(0) { $0 + max(0, $1.netBytes) } }
    }

    /// Jobs that wait for a thread.
    package var queueLength: Int { state.withLockedValue { $0.jobs.count } }

    private func add(_ job: Job) {
        let isTaken = state.withLockedValue { state in
            // A cancelled task's handler may have run before its job came here.
            guard !state.isStopping, !Task.isCancelled else { return false }
            state.jobs.append(job)
            return true
        }
        if isTaken { wakeUps.signal() } else { job.perform(true) }
    }

    private func abandon(_ id: UInt64) {
        let job = state.withLockedValue { state in
            state.jobs.firstIndex { $0.id == id }.map { state.jobs.remove(at: $0) }
        }
        job?.perform(true)
    }

    /// One wake-up is one job, unless that was abandoned, or the pool stops.
    private func work(as number: Int) {
        while true {
            wakeUps.wait()
            let allocations = ThreadAllocations()
            let (job, isStopping) = state.withLockedValue { state in
                let job = state.jobs.isEmpty ? nil : state.jobs.removeFirst()
                if job != nil { state.working[number] = allocations }
                return (job, state.isStopping)
            }
            if let job {
                job.perform(false)
                state.withLockedValue { $0.working[number] = nil }
            } else if isStopping {
                return
            }
        }
    }
}

package import Codecs
import Dispatch
import Foundation
import Glibc
import NIOConcurrencyHelpers
import Profiling
import Waiting

/// The threads that decode, resize and encode: a fixed number, with names, apart from event loops and tasks.
///
/// Threads for batches get a processor only when nobody else on the machine wants it, and lose it as soon as somebody
/// does.
///
/// Tasks wait in one line for a thread, first come, first served. A task that is cancelled while it waits gets
/// `CancellationError` at once, and its work never starts; work that has begun runs to its end.
package final class RenderPool: Sendable {
    private struct State {
        /// Work that a thread is about to take.
        var jobs: [@Sendable () -> Void] = []
        var isStopping = false
        /// What busy threads allocate, by their numbers.
        var working: [Int: ThreadAllocations] = [:]
    }

    /// Permissions to use a thread.
    private let line: WaitingLine<OwnerShares>
    private let state = NIOLockedValueBox(State())
    private let wakeUps = DispatchSemaphore(value: 0)
    private let ended = DispatchGroup()
    package let threadCount: Int

    /// librsvg and libheif recurse deeply: musl's default would not be enough, glibc's 8 MiB is.
    private static let stackBytes = 8 << 20

    /// The niceness of threads for batches: the lowest priority with which a thread still makes progress under any
    /// load.
    private static let batchNiceness: CInt = 19

    /// Starts `threads` threads, named `render-0` and so on; `batch-0` for batches.
    package init(
        threads: Int = ProcessInfo.processInfo.activeProcessorCount, priority: MemoryHold.Priority = .live
    ) {
        threadCount = threads
        line = WaitingLine(OwnerShares(units: threads))
        for index in 0..<threads {
            ended.enter()
            let started = DispatchSemaphore(value: 0)
            let thread = Thread { [self] in
                // Foundation names a thread only once `start` has returned; a name set before has no effect.
                started.wait()
                Thread.current.name = priority == .live ? "render-\(index)" : "batch-\(index)"
                // On Linux, 0 means this thread alone. If it may not change its niceness, it keeps it.
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
    /// - Throws: `CancellationError` if the task is cancelled or the pool stopped before `work` began.
    ///
    /// `interruption` is requested when the task is cancelled, for work that has begun.
    package func run<Value: Sendable>(
        interruption: Interruption? = nil, _ work: @escaping @Sendable () -> Value
    ) async throws(CancellationError) -> (value: Value, waited: Duration) {
        let queued = ContinuousClock.now
        let turn = line.change { $0.ask() }
        do {
            try await line.wait(for: turn)
        } catch {
            throw CancellationError()
        }
        // What the work holds is released before anybody learns that it is done.
        let work = NIOLockedValueBox<(@Sendable () -> Value)?>(work)
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<(Value, Duration)?, Never>) in
                let isTaken = start { [line] in
                    let waited = ContinuousClock.now - queued
                    let value = Self.take(work)?()
                    line.change { $0.leave(turn) }
                    continuation.resume(returning: value.map { ($0, waited) })
                }
                guard !isTaken else { return }
                line.change { $0.leave(turn) }
                continuation.resume(returning: nil)
            }
        } onCancel: {
            interruption?.request()
        }
        guard let outcome else { throw CancellationError() }
        return outcome
    }

    private static func take<Value>(
        _ work: NIOLockedValueBox<(@Sendable () -> Value)?>
    ) -> (@Sendable () -> Value)? {
        work.withLockedValue { work in
            defer { work = nil }
            return work
        }
    }

    /// Cancels waiting work, lets running work finish, and ends the threads. Blocks; call it once, last.
    package func shutDown() {
        state.withLockedValue { $0.isStopping = true }
        line.close()
        for _ in 0..<threadCount { wakeUps.signal() }
        ended.wait()
    }

    /// Bytes that running jobs have allocated on their threads and not freed.
    package var workingBytes: Int {
        // A thread removes its own entry under this lock before it ends.
        state.withLockedValue { $0.working.values.reduce(0) { $0 + max(0, $1.netBytes) } }
    }

    /// Tasks that wait for a thread.
    package var queueLength: Int { line.read { $0.waitingCount } }

    /// Gives `job` to an idle thread; returns whether there still is one.
    private func start(_ job: @escaping @Sendable () -> Void) -> Bool {
        let isTaken = state.withLockedValue { state in
            // A task may have been cancelled just when its turn came.
            guard !state.isStopping, !Task.isCancelled else { return false }
            state.jobs.append(job)
            return true
        }
        if isTaken { wakeUps.signal() }
        return isTaken
    }

    /// Each wake-up means one job, or the end.
    private func work(as number: Int) {
        while true {
            wakeUps.wait()
            let allocations = ThreadAllocations()
            let job = state.withLockedValue { state in
                let job = state.jobs.isEmpty ? nil : state.jobs.removeFirst()
                if job != nil { state.working[number] = allocations }
                return job
            }
            guard let job else { return }
            job()
            state.withLockedValue { $0.working[number] = nil }
        }
    }
}

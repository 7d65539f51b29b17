import NIOCore
import NIOPosix

/// Runs `operation`, and cancels it at `deadline`.
///
/// It returns when `operation` has ended, so nothing of it runs on: `operation` must give up soon when cancelled.
///
/// - Throws: `timedOut` when the deadline came first, whatever `operation` then did; else what `operation` throws.
func withDeadline<Value: Sendable>(
    _ deadline: ContinuousClock.Instant, _ operation: @escaping @Sendable () async throws(SourceError) -> Value
) async throws(SourceError) -> Value {
    let first = await withTaskGroup(of: Result<Value, SourceError>?.self) { group in
        group.addTask { await Result(catching: operation) }
        group.addTask {
            // When the caller's task was cancelled, the operation notices it as well, and its result counts.
            await hasPassed(deadline - .now) ? .failure(SourceError(.timedOut, "The source took too long.")) : nil
        }
        defer { group.cancelAll() }
        for await case let result? in group { return result }
        return Result<Value, SourceError>.failure(.cancelled())
    }
    return try first.get()
}

/// Waits for `duration`, or until the task is cancelled; says whether all of the time is over.
///
/// The timer is one of an event loop, the task's own if it runs on one. `Task.sleep` takes one of Dispatch's, which wakes
/// a thread of its own to set it, and another time to give it up.
package func hasPassed(_ duration: Duration) async -> Bool {
    let timer = MultiThreadedEventLoopGroup.singleton.any().scheduleTask(in: TimeAmount(duration)) {}
    do {
        try await withTaskCancellationHandler {
            try await timer.futureResult.get()
        } onCancel: {
            timer.cancel()
        }
        return true
    } catch {
        return false
    }
}

extension Result {
    /// What the asynchronous `body` returns or throws.
    fileprivate init(catching body: () async throws(Failure) -> Success) async {
        do throws(Failure) {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}

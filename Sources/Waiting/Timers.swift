package import NIOCore
import NIOPosix

/// Calls `work` after `duration`, on an event loop: that of the current task, if it runs on one.
///
/// `Task.sleep` takes a timer of Dispatch's, which wakes a thread of its own to set it, and another time to give it up.
package func deadlineTimer(_ duration: Duration, _ work: @escaping @Sendable () -> Void) -> Scheduled<Void> {
    MultiThreadedEventLoopGroup.singleton.any().scheduleTask(in: TimeAmount(duration), work)
}

/// Waits for `duration`, or until the task is cancelled; says whether all of the time is over.
package func hasPassed(_ duration: Duration) async -> Bool {
    let timer = deadlineTimer(duration) {}
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
    package init(catching body: () async throws(Failure) -> Success) async {
        do throws(Failure) {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}

import NIOCore
import Waiting

/// Runs `operation`, and cancels it at `deadline`.
///
/// It returns when `operation` has ended, so nothing keeps running: `operation` must end soon when cancelled.
///
/// - Throws: `timedOut` if the deadline came first, whatever `operation` did then; otherwise what `operation` throws.
func withDeadline<Value: Sendable>(
    _ deadline: ContinuousClock.Instant, _ operation: @escaping @Sendable () async throws(SourceError) -> Value
) async throws(SourceError) -> Value {
    let canceller = Canceller<SourceError>()
    let timer = deadlineTimer(deadline - .now) {
        canceller.cancel(SourceError(.timedOut, "The source took too long."))
    }
    defer { timer.cancel() }
    let (result, lateness) = await canceller.run { await Result(catching: operation) }
    if let lateness { throw lateness }
    guard let result else { throw .cancelled() }
    return try result.get()
}

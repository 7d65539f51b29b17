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
            do {
                try await Task.sleep(until: deadline, clock: .continuous)
                return .failure(SourceError(.timedOut, "The source took too long."))
            } catch {
                // The caller's task was cancelled: the operation notices it as well, and its result counts.
                return nil
            }
        }
        defer { group.cancelAll() }
        for await case let result? in group { return result }
        return Result<Value, SourceError>.failure(.cancelled())
    }
    return try first.get()
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

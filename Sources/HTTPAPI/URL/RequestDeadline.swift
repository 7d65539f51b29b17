import ImageService
import Sources

/// What `work` returns, unless it takes longer than `limit`: then it is cancelled.
///
/// - Throws: what `work` throws; `ServiceError.deadlineExceeded`.
func withRequestDeadline<Value: Sendable>(
    _ limit: Duration, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await work() }
        group.addTask {
            guard await hasPassed(limit) else { throw CancellationError() }
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let value = first else { throw ServiceError.deadlineExceeded }
        return value
    }
}

import NIOConcurrencyHelpers

/// The idempotency keys of the requests whose lists are arriving at this moment.
///
/// A batch that is still loading, and whose key is not among them, was left by a request that a crash has ended.
final class LoadingKeys: Sendable {
    private let keys = NIOLockedValueBox<Set<String>>([])

    /// Takes `key`; `false` when another request has it.
    func enter(_ key: String) -> Bool { keys.withLockedValue { $0.insert(key).inserted } }

    func leave(_ key: String) { keys.withLockedValue { _ = $0.remove(key) } }
}

/// Decides whose turn it is among those who wait: a pure value without clock, thread or lock, for a `WaitingLine`.
package protocol TurnRule: Sendable {
    associatedtype ID: Hashable & Sendable

    /// Those whose turn has come since the last call. Each has what it waited for.
    mutating func nextGrants() -> [ID]

    /// Whether `id` has asked and had no turn yet.
    func isWaiting(_ id: ID) -> Bool

    /// Takes `id`, which waits, out of the line.
    mutating func withdraw(_ id: ID)
}

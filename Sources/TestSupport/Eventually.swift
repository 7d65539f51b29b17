/// Returns when `condition` holds; looks at it every millisecond, and holds no thread in between.
///
/// For counters and gauges, which tell nobody that they have changed; whatever is an event is waited for as one
/// (`Signal`, `FakeOrigin.wait`). The test's time limit ends a wait for what never comes.
///
/// - Throws: `CancellationError`, and what `condition` throws.
package nonisolated(nonsending) func eventually(
    _ condition: nonisolated(nonsending) () async throws -> Bool
) async throws {
    while !(try await condition()) { try await Task.sleep(for: .milliseconds(1)) }
}

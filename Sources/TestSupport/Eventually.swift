/// Returns when `condition` holds; checks it every millisecond, and blocks no thread in between.
///
/// For counters and gauges, which do not announce their changes; for events use a wait for the event (`Signal`,
/// `FakeOrigin.wait`). The test's time limit ends a wait for something that never happens.
///
/// - Throws: `CancellationError`, and errors thrown by `condition`.
package nonisolated(nonsending) func eventually(
    _ condition: nonisolated(nonsending) () async throws -> Bool
) async throws {
    while !(try await condition()) { try await Task.sleep(for: .milliseconds(1)) }
}

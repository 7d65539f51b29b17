/// A process has only one of each profiler, and all tests run in one process: each test that uses one waits for its
/// turn here.
package actor ProfilerTurn {
    private static let shared = ProfilerTurn()
    private var isTaken = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// Runs `work` while no other test uses a profiler.
    package nonisolated(nonsending) static func withTurn<Value>(
        _ work: nonisolated(nonsending) () async throws -> Value
    ) async rethrows -> Value {
        await shared.take()
        do {
            let value = try await work()
            await shared.give()
            return value
        } catch {
            await shared.give()
            throw error
        }
    }

    private func take() async {
        guard isTaken else {
            isTaken = true
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func give() {
        if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() }
    }
}

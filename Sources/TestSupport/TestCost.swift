package import Testing

/// The load that a test puts on the machine, for those that need more than a moment of it.
///
/// The runner limits how many tests run in parallel (`Scripts/run-tests`). That is not enough if one of them computes
/// or blocks: Swift's own pool has as many threads as there are cores, all tasks of the process share them, and two
/// long computations would stop the servers, clients and timers of every other test.
package struct TestCost: SuiteTrait, TestTrait, TestScoping {
    fileprivate let executor: ThreadsExecutor

    package var isRecursive: Bool { true }

    @concurrent package func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        guard testCase != nil else { return try await function() }
        try await withTaskExecutorPreference(executor) { try await function() }
    }
}

extension Trait where Self == TestCost {
    /// Renders, encodes, compares pictures, or blocks: runs on threads reserved for such tests, one per core, so that
    /// as many of them run at once.
    package static var computing: TestCost { TestCost(executor: .computing) }

    /// Examines the whole process, its memory or its profiles, and slows it down: the runner runs such suites after all
    /// others, one test at a time. Its computations are kept off the tasks' threads as well.
    package static var measuring: TestCost { TestCost(executor: .computing) }
}

package import Testing

/// What a test takes of the machine, for those that take more than a moment of it.
///
/// The runner bounds how many tests run side by side (`Scripts/run-tests`). That is not enough where one of them
/// computes, or blocks: Swift's own pool has as many threads as there are cores, all tasks of the process share them, and
/// two long computations would stop the servers, clients and timers of every other test.
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
    /// Renders, encodes, compares pictures, or blocks: runs on threads that are there for such tests, one per core, so
    /// that as many of them run at once.
    package static var computing: TestCost { TestCost(executor: .computing) }

    /// Looks at the whole process, its memory or its profiles, and slows it down: the runner runs such suites behind all
    /// others, one test at a time. What it computes is off the tasks' threads as well.
    package static var measuring: TestCost { TestCost(executor: .computing) }
}

/// Which renders run in worker processes, and what those may use.
package struct IsolationConfiguration: Sendable, Hashable {
    package var mode = Isolation.risky
    /// The program that is started, with `arguments` and then the memory in bytes behind it; this program itself by default.
    package var executable = "/proc/self/exe"
    package var arguments = ["render-worker"]
    /// Bytes of address space that a worker may take beyond what it starts with; also the most that its outputs may have.
    package var memoryBytes = 2 << 30
    /// How long one render may take in a worker, which is ended then.
    package var timeLimit = Duration.seconds(60)
    /// Renders after which a worker is replaced by a new one.
    package var maximumRenders = 10_000
    /// Bytes of its own above which a worker is replaced before its next job.
    package var maximumIdleBytes = 128 << 20
    /// How long a worker is kept that has nothing to do; up to a quarter of that more may pass.
    package var idleTime = Duration.seconds(10)

    /// What one worker holds when it has nothing to do, beyond what it shares with the service: its heap, fonts, sources
    /// that are kept for a render, and memory files. The memory budget sets it aside.
    package static let standingBytes = 32 << 20

    package init() {}
}

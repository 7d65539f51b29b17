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
    package var maximumRenders = 1000
    /// Resident bytes above which a worker that has nothing to do is replaced.
    package var maximumIdleBytes = 256 << 20

    package init() {}
}

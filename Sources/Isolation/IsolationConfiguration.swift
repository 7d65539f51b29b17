import Foundation

/// Which renders run in worker processes, and what those may use.
package struct IsolationConfiguration: Sendable, Hashable {
    package var mode = Isolation.risky
    /// The program to start, with `arguments` followed by the memory in bytes; by default this program itself.
    package var executable = "/proc/self/exe"
    package var arguments = ["render-worker"]
    /// The address space in bytes that a worker may ever use beyond what it starts with; also the maximum size of its
    /// outputs. A render gets what its plan needs plus a margin, up to this limit.
    package var memoryBytes = 512 << 20
    /// How long one render may take in a worker, which is then killed.
    package var timeLimit = Duration.seconds(10)
    /// How much later a worker ends by itself, in case the service cannot kill it.
    package var graceTime = Duration.seconds(2)
    /// Live renders in workers at the same time; no source and no host gets more than half of them.
    ///
    /// Twice the number of cores: so the pictures of a single host keep all cores busy, and there is still a slot for
    /// others.
    package var slots = 2 * ProcessInfo.processInfo.activeProcessorCount
    /// How long a source that ended a worker is refused.
    package var refusalTime = Duration.seconds(300)
    /// The number of renders after which a worker is replaced.
    package var maximumRenders = 10_000
    /// A worker whose own memory exceeds this is replaced before its next job.
    package var maximumIdleBytes = 128 << 20
    /// How long an idle worker is kept; it may take up to a quarter longer.
    package var idleTime = Duration.seconds(10)

    /// The memory of an idle worker, beyond what it shares with the service: its heap, fonts, sources that are kept for
    /// a render, and memory files. The memory budget sets it aside.
    package static let standingBytes = 32 << 20

    /// What all live renders in workers may need together by their plans: as much as one alone, and more where there are many
    /// slots.
    var sharedBytes: Int { memoryBytes * max(1, slots / 8) }

    /// What all workers may hold together beyond what their work is estimated to need: hostile sources need more than anybody
    /// would think.
    var excessBytes: Int { Self.excessBytes * max(1, slots / 8) }

    private static let excessBytes = 192 << 20

    /// How long `task` may take: a header a third of what a render may, which mostly follows; a render of several
    /// files three times its estimate, if that is known and longer.
    func timeLimit(of task: WorkerTask) -> Duration {
        task.isHeader ? timeLimit / 3 : max(timeLimit, task.estimatedTime * 3)
    }

    /// Renders for batches in workers at the same time, in addition to live ones.
    var batchSlots: Int { max(1, slots / 2) }

    package init() {}
}

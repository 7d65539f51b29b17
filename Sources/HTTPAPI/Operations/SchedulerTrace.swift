import Foundation
package import ImageService
import Profiling
import ServiceLifecycle
import Waiting

/// `--schedtrace`: a line on standard error at each interval, in the manner of Go's: threads by group, then renders,
/// requests and memory.
package struct SchedulerTrace: Service {
    private let service: ImageService
    private let registry: RequestRegistry
    private let interval: Duration
    private let hasDetail: Bool
    private let write: @Sendable (String) -> Void

    package init(
        service: ImageService, tools: DebugTools, interval: Duration, hasDetail: Bool,
        write: @escaping @Sendable (String) -> Void = { FileHandle.standardError.write(Data($0.utf8)) }
    ) {
        self.service = service
        registry = tools.registry
        self.interval = interval
        self.hasDetail = hasDetail
        self.write = write
    }

    package func run() async throws {
        let start = ContinuousClock.now
        var meter = ThreadActivityMeter(group: Self.group)
        // Until the service ends.
        while await cancelWhenGracefulShutdown({ await hasPassed(interval) }) {
            write(text(meter.activity(), since: start))
        }
    }

    /// What a thread is for, by its name.
    static func group(_ name: String) -> String {
        if name.hasPrefix("NIO-") { return "loops" }
        if name.hasPrefix("render-") { return "render" }
        if name.hasPrefix("batch-") { return "batch" }
        if name.hasPrefix("jemalloc") { return "allocator" }
        if name.hasPrefix("worker") || name.hasPrefix("vips") || name.hasPrefix("pool-") { return "libvips" }
        return "other"
    }

    /// The line, and with detail those of threads and requests.
    func text(_ activity: ThreadActivity, since start: ContinuousClock.Instant) -> String {
        let now = ContinuousClock.now
        let requests = registry.entries.map { (entry: $0, facts: $0.account.facts) }
        func count(_ stage: RequestAccount.Stage) -> Int { requests.count { $0.facts.stage == stage } }
        let queueAge = requests.filter { $0.facts.stage == .queue }.map { (now - $0.facts.since).seconds }.max() ?? 0
        let memory = ProcessMemory.current(), budget = service.budget.gauges
        var lines = [
            "SCHED \(Int((now - start).seconds * 1000))ms: threads=\(activity.threads.count) "
                + activity.groups.map(Self.text).joined(separator: " ")
                + " render=\(count(.render))/\(service.renderThreads) waiting=\(service.renderQueueLength)"
                + " oldest=\(Int(queueAge * 1000))ms fetches=\(count(.fetch)) writes=\(count(.write))"
                + " requests=\(requests.count) budget=\(Self.megabytes(budget.heldBytes))/\(Self.megabytes(budget.limitBytes))"
                + " rss=\(Self.megabytes(memory.resident)) alloc=\(memory.allocated.map(Self.megabytes) ?? "?")"
        ]
        guard hasDetail else { return lines[0] + "\n" }
        lines += activity.threads.map { thread in
            "  T\(thread.id): \(thread.name) state=\(thread.state) cpu=\(Int(thread.cpuPercent))% "
                + "wait=\(Int(thread.waitPercent))% sw=\(thread.switches)"
        }
        lines += requests.map { entry, facts in
            "  R\(entry.id): \(entry.route) stage=\(facts.stage.rawValue) age=\(Int((now - entry.start).seconds * 1000))ms "
                + "source=\(facts.source ?? "-") "
                + "reserved=\(Self.megabytes(facts.reservedBytes)) allocated=\(Self.megabytes(facts.allocatedBytes))"
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func text(_ group: ThreadActivity.Group) -> String {
        "\(group.name)[n=\(group.threads) run=\(group.running) cpu=\(Int(group.cpuPercent))% "
            + "wait=\(Int(group.waitPercent))% sw=\(group.switches)]"
    }

    private static func megabytes(_ bytes: Int) -> String { "\((bytes + (1 << 19)) >> 20)MB" }
}

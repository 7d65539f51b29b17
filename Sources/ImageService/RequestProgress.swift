import NIOConcurrencyHelpers
import Profiling
import Sources

/// Where a request in flight is, and what it has taken so far; filled by the stages that it goes through.
package final class RequestProgress: Sendable {
    /// A stage of a request.
    package enum Stage: String, Sendable, Hashable, CaseIterable {
        case starting, fetch, queue, render, write
    }

    /// A look at it.
    package struct Facts: Sendable {
        package var stage = Stage.starting
        package var since = ContinuousClock.now
        /// Where the source comes from: a host, or `local` or `upload`.
        package var source: String?
        /// Allocated on render threads so far, all that was freed again included.
        package var allocatedBytes = 0
        /// What it holds in the budget; what several requests share counts for each of them.
        package var reservedBytes = 0
    }

    private struct State {
        var facts = Facts()
        var holds: [WeakHold] = []
        /// On render threads that work for the request now; such a thread takes its own away before it does anything else.
        var threads: [Int: ThreadAllocations] = [:]
        var nextThread = 0
    }

    private struct WeakHold {
        weak var hold: MemoryHold?
    }

    /// The one of the request that runs; `nil` where nobody watches.
    @TaskLocal package static var current: RequestProgress?

    private let box = NIOLockedValueBox(State())

    package init() {}

    package var facts: Facts {
        let (facts, holds) = box.withLockedValue { state in
            var facts = state.facts
            facts.allocatedBytes += state.threads.values.reduce(0) { $0 + $1.allocatedBytes }
            return (facts, state.holds.compactMap(\.hold))
        }
        var counted: Set<ObjectIdentifier> = []
        return holds.reduce(into: facts) { facts, hold in
            if counted.insert(ObjectIdentifier(hold)).inserted { facts.reservedBytes += hold.bytes }
        }
    }

    /// Counts `hold` as the request's for as long as it is there.
    func add(_ hold: MemoryHold) {
        box.withLockedValue { state in
            state.holds.removeAll { $0.hold == nil }
            state.holds.append(WeakHold(hold: hold))
        }
    }

    /// Notes that the request has come to `stage`.
    package func enter(_ stage: Stage) {
        box.withLockedValue { state in
            state.facts.stage = stage
            state.facts.since = .now
        }
    }

    func fetch(from reference: SourceReference) {
        let source =
            switch reference {
            case .remote(let url): url.host
            case .local: "local"
            case .file: "file"
            }
        box.withLockedValue { $0.facts.source = source }
    }

    /// Counts what this thread allocates from now on; returns a number for `end`.
    fileprivate func begin(_ allocations: ThreadAllocations) -> Int {
        box.withLockedValue { state in
            state.nextThread += 1
            state.threads[state.nextThread] = allocations
            return state.nextThread
        }
    }

    fileprivate func end(_ number: Int) {
        box.withLockedValue { state in
            state.facts.allocatedBytes += state.threads.removeValue(forKey: number)?.allocatedBytes ?? 0
        }
    }
}

extension RequestProgress.Stage {
    /// Runs asynchronous `work` as this stage, which profiles and the request's progress then show.
    nonisolated(nonsending) func run<Value, Failure: Error>(
        _ work: nonisolated(nonsending) () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        RequestProgress.current?.enter(self)
        let labels = ProfileLabels.current.with("stage", rawValue)
        return try await ProfileLabels.withTaskLabels(labels, work)
    }
}

/// What a piece of work on a render thread shows of itself: its labels in profiles, and what it allocates.
struct RenderThreadWatch: Sendable {
    private let labels: ProfileLabels
    private let progress: RequestProgress?

    /// Made in the task that asks for the work.
    init() {
        labels = ProfileLabels.current.with("stage", "render")
        progress = RequestProgress.current
        progress?.enter(.queue)
    }

    /// Runs `work` on the render thread; returns also the bytes that it allocated.
    func run<Value>(_ work: () -> Value) -> (value: Value, allocatedBytes: Int) {
        progress?.enter(.render)
        let allocations = ThreadAllocations()
        let number = progress?.begin(allocations)
        defer { if let number { progress?.end(number) } }
        let value = ProfileLabels.withLabels(labels, work)
        return (value, allocations.allocatedBytes)
    }
}

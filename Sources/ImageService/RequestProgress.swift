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
        /// Allocated on render threads, all that was freed again included.
        package var allocatedBytes = 0
    }

    /// The one of the request that runs; `nil` where nobody watches.
    @TaskLocal package static var current: RequestProgress?

    private let box = NIOLockedValueBox(Facts())

    package init() {}

    package var facts: Facts { box.withLockedValue { $0 } }

    /// Notes that the request has come to `stage`.
    package func enter(_ stage: Stage) {
        box.withLockedValue { facts in
            facts.stage = stage
            facts.since = .now
        }
    }

    func fetch(from reference: SourceReference) {
        let source =
            switch reference {
            case .remote(let url): url.host
            case .local: "local"
            case .file: "file"
            }
        box.withLockedValue { $0.source = source }
    }

    fileprivate func allocate(_ bytes: Int) { box.withLockedValue { $0.allocatedBytes += bytes } }
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
        let before = ProcessMemory.allocatedByThread
        let value = ProfileLabels.withLabels(labels, work)
        let bytes = Int(clamping: ProcessMemory.allocatedByThread &- before)
        progress?.allocate(bytes)
        return (value, bytes)
    }
}

import Foundation
import TestSupport
import Testing

@testable import Profiling

@Suite(.measuring, .enabled(if: HeapProfiler.shared.isSupported, "jemalloc does not serve malloc here"))
struct HeapProfilerTests {
    private static let period = 1 << 14

    @Test("Known allocations are reported within a tenth, in use and allocated, with their label")
    func knownAllocations() async throws {
        try await ProfilerTurn.withTurn {
            try HeapProfiler.shared.start(period: Self.period)
            let labels = ProfileLabels.none.with("stage", "known")
            // A new thread draws its first interval after the start.
            let blocks = await onNewThread {
                ProfileLabels.withLabels(labels) { KnownWork.allocateBlocks(20_000, bytes: 1024) }
            }
            HeapProfiler.shared.stop()
            let during = try await HeapProfiler.shared.profile()
            try expectKnown(during, inUse: 20_000)
            withExtendedLifetime(blocks) {}
        }
    }

    @Test("Freed memory is no longer in use, and still counts as allocated")
    func freed() async throws {
        try await ProfilerTurn.withTurn {
            try HeapProfiler.shared.start(period: Self.period)
            await onNewThread { _ = KnownWork.allocateBlocks(20_000, bytes: 1024) }
            HeapProfiler.shared.stop()
            try expectKnown(try await HeapProfiler.shared.profile(), inUse: 0)
        }
    }

    private func expectKnown(_ profile: Profile, inUse: Int64) throws {
        func sum(_ type: String) throws -> Int64 {
            try profile.sum(type) { names, _ in names.contains { $0.contains("allocateBlocks") } }
        }
        let objects = try sum("alloc_objects"), bytes = try sum("alloc_space")
        #expect((18_000...22_000).contains(objects))
        #expect((18_000 * 1024...22_000 * 1024).contains(bytes))
        #expect(abs(try sum("inuse_objects") - inUse) <= inUse / 10)
        guard inUse > 0 else { return }
        let labelled = try profile.sum("inuse_space") { names, labels in
            names.contains { $0.contains("allocateBlocks") } && labels == [Profile.Label("stage", "known")]
        }
        #expect(labelled == (try sum("inuse_space")))
    }

    @Test("The stack of a resumed function includes the functions that await it")
    func asyncCallers() async throws {
        try await ProfilerTurn.withTurn {
            try HeapProfiler.shared.start(period: Self.period)
            let labels = ProfileLabels.none.with("route", "test")
            let count = await Task.detached {
                await ProfileLabels.withTaskLabels(labels) {
                    await KnownWork.awaitAllocation(20_000, bytes: 1024)
                }
            }.value
            HeapProfiler.shared.stop()
            #expect(count == 20_000)
            let profile = try await HeapProfiler.shared.profile()
            let found = try profile.sum("alloc_space") { names, labels in
                names.contains { $0.contains("allocateLater") } && names.contains { $0.contains("awaitAllocation") }
                    && labels.contains(Profile.Label("route", "test"))
            }
            #expect(found > 10_000 * 1024)
        }
    }

    @Test("A period that is not a power of two is refused", arguments: [0, -1, 1000, 1 << 31])
    func refusesPeriod(_ period: Int) {
        #expect { try HeapProfiler.shared.start(period: period) } throws: { error in
            (error as? ProfilingError)?.code == .invalidRequest
        }
    }

    private func onNewThread<Value>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { (continuation: CheckedContinuation<Box<Value>, Never>) in
            Thread.detachNewThread { continuation.resume(returning: Box(value: work())) }
        }.value
    }
}

/// Carries a value from the thread that made it, which does not touch it again.
private struct Box<Value>: @unchecked Sendable {
    let value: Value
}

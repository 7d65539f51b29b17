import CSampler
import Foundation
import TestSupport
import Testing

@testable import Profiling

@Suite(.measuring, .enabled(if: !Sanitizer.isLoaded, "a sanitizer delays signals"))
struct CPUProfilerTests {
    @Test("CPU time is attributed to where it was spent, with its label")
    func findsWork() async throws {
        try await ProfilerTurn.withTurn {
            try CPUProfiler.shared.start(frequency: 250)
            let labels = ProfileLabels.none.with("stage", "burn")
            await withCheckedContinuation { continuation in
                Thread.detachNewThread {
                    _ = ProfileLabels.withLabels(labels) { KnownWork.burn(milliseconds: 600) }
                    continuation.resume()
                }
            }
            let profile = try await CPUProfiler.shared.stop()
            let burnt = try profile.sum("cpu") { names, labels in
                names.contains { $0.contains("burn(milliseconds:)") } && labels == [Profile.Label("stage", "burn")]
            }
            // The kernel's tick loses some at this frequency; the thread's first 50 ms pass before it has a timer.
            #expect((200_000_000...900_000_000).contains(burnt))
            #expect(profile.durationNanoseconds > 0)
            let line = try #require(profile.functions.first { $0.name.contains("burn(milliseconds:)") })
            #expect(line.file.hasSuffix("KnownWork.swift"))
        }
    }

    @Test("A second recording is refused, and so is stopping when none is running")
    func oneAtATime() async throws {
        try await ProfilerTurn.withTurn {
            try CPUProfiler.shared.start()
            #expect { try CPUProfiler.shared.start() } throws: { ($0 as? ProfilingError)?.code == .busy }
            _ = try await CPUProfiler.shared.stop()
            await #expect { _ = try await CPUProfiler.shared.stop() } throws: {
                ($0 as? ProfilingError)?.code == .notRunning
            }
        }
    }

    @Test("Enumerating threads repeatedly hardly allocates")
    func scanAllocatesNothing() async throws {
        await ProfilerTurn.withTurn {
            #expect(sampler_start(1) > 0)
            let before = ProcessMemory.allocatedByThread
            for _ in 0..<100 { sampler_scan() }
            // A thread that has started in the meantime gets a timer, for which the C library keeps some bytes.
            #expect(ProcessMemory.allocatedByThread - before < 100_000)
            sampler_stop()
        }
    }

    @Test("A frequency outside 1 to 1000 is refused", arguments: [0, -5, 1001])
    func refusesFrequency(_ frequency: Int) {
        #expect { try CPUProfiler.shared.start(frequency: frequency) } throws: {
            ($0 as? ProfilingError)?.code == .invalidRequest
        }
    }
}

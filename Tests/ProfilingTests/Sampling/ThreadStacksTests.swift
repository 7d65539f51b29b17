import Foundation
import TestSupport
import Testing

@testable import Profiling

@Suite(.measuring, .enabled(if: !Sanitizer.isLoaded, "a sanitizer delays signals"))
struct ThreadStacksTests {
    @Test("A waiting thread is found by name, with its stack and label")
    func findsThread() async throws {
        try await ProfilerTurn.withTurn {
            let gate = DispatchSemaphore(value: 0)
            let labels = ProfileLabels.none.with("stage", "waiting")
            await withCheckedContinuation { continuation in
                let thread = Thread {
                    ProfileLabels.withLabels(labels) { Self.waitHere(gate, continuation) }
                }
                thread.start()
            }
            let threads = try await ThreadStacks.shared.threads()
            let profile = try await ThreadStacks.shared.profile()
            gate.signal()
            let found = try #require(threads.first { $0.stack.contains { $0.contains("waitHere") } })
            #expect(found.labels == [Profile.Label("stage", "waiting")])
            #expect(threads.contains { $0.id == Int(getpid()) })
            let sum = try profile.sum("threads") { names, _ in names.contains { $0.contains("waitHere") } }
            #expect(sum == 1)
        }
    }

    @inline(never)
    private static func waitHere(_ gate: DispatchSemaphore, _ ready: CheckedContinuation<Void, Never>) {
        ready.resume()
        gate.wait()
        withExtendedLifetime(gate) {}
    }
}

import NIOConcurrencyHelpers
import TestSupport
import Testing

@testable import ImageService

@Suite(.timeLimit(.minutes(10))) struct HealthProbeTests {
    private let probe = HealthProbe()
    private let runs = NIOLockedValueBox(0)
    /// Before everything that the tests do: a success is always younger than a second by it.
    private let start = ContinuousClock.now

    private func check(at now: ContinuousClock.Instant) async throws(ServiceError) {
        try await probe.check(now: now, patience: .seconds(60)) { [runs] in runs.withLockedValue { $0 += 1 } }
    }

    @Test("a success counts for a second")
    func remembered() async throws {
        for _ in 0..<3 { try await check(at: start) }
        #expect(runs.withLockedValue { $0 } == 1)
        try await check(at: .now + .seconds(1))
        #expect(runs.withLockedValue { $0 } == 2)
    }

    @Test("a failure is told, and tried again at once")
    func failure() async throws {
        await #expect(throws: ServiceError.self) {
            try await probe.check { () throws(ServiceError) in throw ServiceError.busy(retryAfter: 1) }
        }
        try await check(at: start)
        #expect(runs.withLockedValue { $0 } == 1)
    }

    @Test("work that hangs is unhealthy, begins once, and is healthy again when it ends")
    func hanging() async throws {
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        for _ in 0..<2 {
            let error = await #expect(throws: ServiceError.self) {
                try await probe.check(patience: .milliseconds(1)) { [runs] in
                    runs.withLockedValue { $0 += 1 }
                    for await _ in stream {}
                }
            }
            #expect(error?.name == ServiceError.deadlineExceeded.name)
        }
        continuation.finish()
        try await check(at: start)
        #expect(runs.withLockedValue { $0 } == 1)
    }

    @Test("after a success, work that hangs is unhealthy a second later")
    func hangingAfterSuccess() async throws {
        try await check(at: start)
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        let hang: HealthProbe.Work = { for await _ in stream {} }
        let error = await #expect(throws: ServiceError.self) {
            try await probe.check(now: .now + .seconds(1), patience: .milliseconds(1), hang)
        }
        #expect(error?.name == ServiceError.deadlineExceeded.name)
        continuation.finish()
    }

    @Test("whoever gives up does not end the work that others wait for")
    func givingUp() async throws {
        let begun = Signal()
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        let first = Task { [probe] in
            try await probe.check {
                begun.fire()
                for await _ in stream {}
            }
        }
        await begun.wait()
        first.cancel()
        let error = await #expect(throws: ServiceError.self) { try await first.value }
        #expect(error?.name == ServiceError.cancelled.name)
        let second = Task { try await check(at: start) }
        continuation.finish()
        try await second.value
    }
}

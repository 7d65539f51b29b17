import NIOConcurrencyHelpers
import TestSupport
import Testing

@testable import ImageService

@Suite(.timeLimit(.minutes(10))) struct HostSharesTests {
    private let shares = HostShares(limit: 100)

    private func waiting(_ count: Int) async throws {
        try await eventually { shares.waitingCount == count }
    }

    /// Begins to hold `bytes` of `host` until the signal; fires `begun` when it does.
    private func hold(_ bytes: Int, of host: String, until end: Signal, _ begun: Signal = Signal()) -> Task<
        Void, any Error
    > {
        let shares = shares
        return Task {
            try await shares.holding(bytes, of: host) { () throws(ServiceError) in
                begun.fire()
                await end.wait()
            }
        }
    }

    @Test("a host whose bodies stall keeps nobody else from theirs")
    func hosts() async throws {
        let (stalled, done) = (Signal(), Signal())
        let slow = (0..<3).map { _ in hold(50, of: "slow.example", until: stalled) }
        try await waiting(1)
        done.fire()
        try await hold(100, of: "quick.example", until: done).value
        #expect(shares.waitingCount == 1)
        stalled.fire()
        for task in slow { try await task.value }
        #expect(shares.waitingCount == 0)
    }

    @Test("a source that is larger than the share comes alone, and small ones do not overtake it")
    func large() async throws {
        let (first, second, done) = (Signal(), Signal(), Signal())
        let begun = Signal()
        let small = hold(10, of: "a", until: first)
        let large = hold(500, of: "a", until: second, begun)
        try await waiting(1)
        let late = hold(10, of: "a", until: done)
        try await waiting(2)
        first.fire()
        try await small.value
        await begun.wait()
        #expect(shares.waitingCount == 1)
        second.fire()
        done.fire()
        try await large.value
        try await late.value
    }

    @Test("one that is cancelled while it waits gets no turn, and lets the next one go on")
    func cancellation() async throws {
        let (held, done) = (Signal(), Signal())
        let first = hold(80, of: "a", until: held)
        let begun = Signal()
        let large = hold(90, of: "a", until: done, begun)
        try await waiting(1)
        let small = hold(20, of: "a", until: done)
        try await waiting(2)
        large.cancel()
        done.fire()
        try await small.value
        let error = await #expect(throws: ServiceError.self) { try await large.value }
        #expect(error?.name == "cancelled")
        held.fire()
        try await first.value
        #expect(shares.waitingCount == 0)
    }
}

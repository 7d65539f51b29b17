import Foundation
import NIOConcurrencyHelpers
import TestSupport
import Testing

@testable import ImageService

/// Runs `body` with a pool of `threads` threads, which ends afterwards.
private func withPool<Value>(threads: Int, _ body: (RenderPool) async throws -> Value) async rethrows -> Value {
    let pool = RenderPool(threads: threads)
    defer { pool.shutDown() }
    return try await body(pool)
}

/// Returns when `pool` has `length` jobs waiting.
private func waitForQueue(_ pool: RenderPool, length: Int) async throws {
    try await eventually { pool.queueLength == length }
}

@Suite(.timeLimit(.minutes(10))) struct RenderPoolTests {
    @Test("work gives its value and the time that it waited")
    func value() async throws {
        let (value, waited) = try await withPool(threads: 1) { try await $0.run { 6 * 7 } }
        #expect(value == 42)
        #expect(waited >= .zero)
    }

    @Test("threads have names that the system shows")
    func names() async throws {
        let name = try await withPool(threads: 1) { pool in
            try await pool.run { Result { try String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8) } }
                .value
        }
        #expect(try name.get() == "render-0\n")
    }

    @Test("work that waits runs in the order in which it came")
    func order() async throws {
        let seen = NIOLockedValueBox<[Int]>([])
        let (hold, begun) = (Signal(), Signal())
        try await withPool(threads: 1) { pool in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    _ = try await pool.run {
                        begun.fire()
                        hold.block()
                    }
                }
                await begun.wait()
                for number in 0..<20 {
                    group.addTask { _ = try await pool.run { seen.withLockedValue { $0.append(number) } } }
                    try await waitForQueue(pool, length: number + 1)
                }
                hold.fire()
                try await group.waitForAll()
            }
        }
        #expect(seen.withLockedValue { $0 } == Array(0..<20))
    }

    @Test("never more work runs at once than there are threads", arguments: [1, 3])
    func bound(threads: Int) async throws {
        struct Count {
            var now = 0
            var most = 0
        }
        let count = NIOLockedValueBox(Count())
        try await withPool(threads: threads) { pool in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<200 {
                    group.addTask {
                        _ = try await pool.run {
                            count.withLockedValue { count in
                                count.now += 1
                                count.most = max(count.most, count.now)
                            }
                            sched_yield()
                            count.withLockedValue { $0.now -= 1 }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(pool.threadCount == threads)
            #expect(pool.queueLength == 0)
        }
        #expect((1...threads).contains(count.withLockedValue { $0.most }))
    }

    @Test("all threads work at the same time")
    func parallel() async throws {
        let arrived = [Signal(), Signal()]
        try await withPool(threads: 2) { pool in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<2 {
                    group.addTask {
                        _ = try await pool.run {
                            arrived[index].fire()
                            arrived[1 - index].block()
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("a task that is cancelled while its work waits goes on at once, and the work never starts")
    func cancelledWhileWaiting() async throws {
        let (hold, begun, ran) = (Signal(), Signal(), Signal())
        try await withPool(threads: 1) { pool in
            let first = Task {
                _ = try await pool.run {
                    begun.fire()
                    hold.block()
                }
            }
            await begun.wait()
            let second = Task { _ = try await pool.run { ran.fire() } }
            try await waitForQueue(pool, length: 1)
            second.cancel()
            // The thread is still held: only the cancellation can end the wait.
            await #expect(throws: CancellationError.self) { try await second.value }
            #expect(pool.queueLength == 0)
            hold.fire()
            try await first.value
            _ = try await pool.run {}
        }
        #expect(!ran.hasFired)
    }

    @Test("a task that is cancelled before it asks gets no thread")
    func cancelledBefore() async throws {
        let (ready, ran) = (Signal(), Signal())
        await withPool(threads: 1) { pool in
            let task = Task {
                await ready.wait()
                _ = try await pool.run { ran.fire() }
            }
            task.cancel()
            ready.fire()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
        #expect(!ran.hasFired)
    }

    @Test("shutting down gives up what waits and lets what runs end")
    func shutDown() async throws {
        let (hold, begun, ran) = (Signal(), Signal(), Signal())
        let pool = RenderPool(threads: 1)
        let running = Task {
            try await pool.run {
                begun.fire()
                hold.block()
                return "ended"
            }.value
        }
        await begun.wait()
        let waiting = Task { _ = try await pool.run { ran.fire() } }
        try await waitForQueue(pool, length: 1)
        let stopping = Thread { pool.shutDown() }
        stopping.start()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        hold.fire()
        #expect(try await running.value == "ended")
        #expect(!ran.hasFired)
        await #expect(throws: CancellationError.self) { try await pool.run {} }
    }
}

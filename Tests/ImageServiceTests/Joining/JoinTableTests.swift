import NIOConcurrencyHelpers
import TestSupport
import Testing

@testable import ImageService

@Suite(.timeLimit(.minutes(10))) struct JoinTableTests {
    private let table = JoinTable<String, Int>()

    @Test("what is the same runs once, and all get its result")
    func once() async throws {
        let (runs, gate) = (NIOLockedValueBox(0), Signal())
        let work: @Sendable () async throws(ServiceError) -> Int = {
            await gate.wait()
            return runs.withLockedValue { count in
                count += 1
                return count
            }
        }
        let (first, second, other) = (table.join("a", work), table.join("a", work), table.join("b", work))
        #expect([first, second, other].map(\.isFirst) == [true, false, true])
        gate.fire()
        #expect(try await first.value() == second.value())
        _ = try await other.value()
        #expect(runs.withLockedValue { $0 } == 2)
    }

    @Test("a result is joined as long as somebody holds it, and then made anew")
    func lifetime() async throws {
        var first: JoinTable<String, Int>.Membership? = table.join("a") { () throws(ServiceError) in 1 }
        #expect(try await first?.value() == 1)
        let second = try await table.join("a") { () throws(ServiceError) in 2 }.value()
        #expect(second == 1)
        withExtendedLifetime(first) {}
        first = nil
        let third = try await table.join("a") { () throws(ServiceError) in 3 }.value()
        #expect(third == 3)
    }

    @Test("a failure goes to all who wait, and nobody joins it afterwards")
    func failure() async throws {
        let gate = Signal()
        let work: @Sendable () async throws(ServiceError) -> Int = { () throws(ServiceError) in
            await gate.wait()
            throw .noStore
        }
        let (first, second) = (table.join("a", work), table.join("a", work))
        gate.fire()
        for membership in [first, second] {
            let error = await #expect(throws: ServiceError.self) { try await membership.value() }
            #expect(error?.name == "storage.notConfigured")
        }
        let next = try await table.join("a") { () throws(ServiceError) in 5 }.value()
        #expect(next == 5)
        withExtendedLifetime(first) {}
    }

    @Test("one who leaves does not cancel the others; the last one does")
    func leaving() async throws {
        let (gate, cancelled) = (Signal(), Signal())
        let work: @Sendable () async throws(ServiceError) -> Int = { () throws(ServiceError) in
            await withTaskCancellationHandler {
                await gate.wait()
            } onCancel: {
                cancelled.fire()
                gate.fire()
            }
            throw .cancelled
        }
        let memberships = [table.join("a", work), table.join("a", work)]
        let tasks = memberships.map { membership in Task { try await membership.value() } }
        tasks[0].cancel()
        let error = await #expect(throws: ServiceError.self) { try await tasks[0].value }
        #expect(error?.name == "cancelled")
        #expect(!cancelled.hasFired)
        tasks[1].cancel()
        await cancelled.wait()
        await #expect(throws: ServiceError.self) { try await tasks[1].value }
        let next = table.join("a") { () throws(ServiceError) in 2 }
        #expect(next.isFirst)
    }
}

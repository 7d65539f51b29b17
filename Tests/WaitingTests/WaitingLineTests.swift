import TestSupport
import Testing

@testable import Waiting

@Suite(.timeLimit(.minutes(10))) struct WaitingLineTests {
    private let line = WaitingLine(OwnerShares(units: 1))

    /// Returns when `count` wait.
    private func waiting(_ count: Int) async throws {
        try await eventually { line.read { $0.waitingCount } == count }
    }

    private func ask() -> OwnerShares.ID { line.change { $0.ask() } }

    @Test("one whose turn it is at once does not wait")
    func atOnce() async throws {
        try await line.wait(for: ask())
        #expect(line.read { $0.usedUnits } == 1)
    }

    @Test("who waits has its turn when another leaves, in the order in which they asked")
    func order() async throws {
        let first = ask()
        try await line.wait(for: first)
        let (second, third) = (ask(), ask())
        let tasks = [second, third].map { id in Task { try await line.wait(for: id) } }
        line.change { $0.leave(first) }
        try await tasks[0].value
        #expect(line.read { $0.isWaiting(third) })
        line.change { $0.leave(second) }
        try await tasks[1].value
    }

    @Test("a wait ends with its time, and the next one moves up")
    func late() async throws {
        let first = ask()
        try await line.wait(for: first)
        let (second, third) = (ask(), ask())
        await #expect(throws: WaitingLine<OwnerShares>.End.late) {
            try await line.wait(for: second, longest: .milliseconds(1))
        }
        line.change { $0.leave(first) }
        try await line.wait(for: third)
    }

    @Test("a wait ends with its task, whether that is cancelled before or while it waits", arguments: [true, false])
    func cancelled(isBefore: Bool) async throws {
        let first = ask()
        try await line.wait(for: first)
        let second = ask()
        let ready = Signal()
        let task = Task {
            await ready.wait()
            try await line.wait(for: second)
        }
        if isBefore { task.cancel() }
        ready.fire()
        if !isBefore { task.cancel() }
        await #expect(throws: WaitingLine<OwnerShares>.End.cancelled) { try await task.value }
        #expect(line.read { $0.waitingCount } == 0)
        line.change { $0.leave(first) }
        #expect(line.read { $0.usedUnits } == 0)
    }

    @Test("a task that is cancelled when its turn has come keeps its turn")
    func cancelledWithTurn() async throws {
        let id = ask()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await line.wait(for: id)
        }
        try await task.value
        #expect(line.read { $0.usedUnits } == 1)
    }

    @Test("closing ends all waits, those to come as well, and takes no turn away")
    func closed() async throws {
        let (first, second, third) = (ask(), ask(), ask())
        try await line.wait(for: first)
        let task = Task { try await line.wait(for: second) }
        try await waiting(2)
        line.close()
        await #expect(throws: WaitingLine<OwnerShares>.End.cancelled) { try await task.value }
        await #expect(throws: WaitingLine<OwnerShares>.End.cancelled) { try await line.wait(for: third) }
        #expect(line.read { $0.waitingCount } == 0)
        #expect(line.read { $0.usedUnits } == 1)
    }

    @Test("many tasks that come, give up and leave at once: all end, and nothing is left in use")
    func crowd() async throws {
        let line = WaitingLine(OwnerShares(units: 3, share: 2))
        let turns = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<400 {
                group.addTask {
                    let id = line.change { $0.ask("\(number % 5)", units: 1 + number % 2) }
                    let limit = number % 7 == 0 ? Duration.microseconds(number) : nil
                    do {
                        try await line.wait(for: id, longest: limit)
                    } catch {
                        return false
                    }
                    await Task.yield()
                    line.change { $0.leave(id) }
                    return true
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(turns >= 400 - 58)
        #expect(line.read { $0.usedUnits } == 0)
        #expect(line.read { $0.waitingCount } == 0)
    }
}

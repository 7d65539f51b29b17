import TestSupport
import Testing

@testable import Waiting

@Suite(.timeLimit(.minutes(10))) struct CancellerTests {
    private static func untilCancelled() async {
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        await withTaskCancellationHandler {
            for await _ in stream {}
        } onCancel: {
            continuation.finish()
        }
    }

    @Test("work that nobody interrupts gives its value, and no reason comes after it")
    func undisturbed() async {
        let canceller = Canceller<String>()
        let (value, reason) = await canceller.run { 7 }
        #expect(value == 7)
        #expect(reason == nil)
        canceller.cancel("late")
    }

    @Test("work is cancelled for the first reason")
    func interrupted() async {
        let canceller = Canceller<String>()
        let (value, reason) = await canceller.run {
            canceller.cancel("first")
            canceller.cancel("second")
            await Self.untilCancelled()
            return 7
        }
        #expect(value == 7)
        #expect(reason == "first")
    }

    @Test("a reason that was there before cancels the work from its beginning")
    func before() async {
        let canceller = Canceller<String>()
        canceller.cancel("gone")
        let (isCancelled, reason) = await canceller.run { Task.isCancelled }
        #expect(isCancelled == true)
        #expect(reason == "gone")
    }

    @Test("cancelling the caller cancels the work, without a reason")
    func cancelledCaller() async {
        let begun = Signal()
        let task = Task {
            await Canceller<String>().run {
                begun.fire()
                await Self.untilCancelled()
                return Task.isCancelled
            }
        }
        await begun.wait()
        task.cancel()
        let (isCancelled, reason) = await task.value
        #expect(isCancelled == true)
        #expect(reason == nil)
    }
}

import TestSupport
import Testing

@testable import Sources

@Suite(.timeLimit(.minutes(1))) struct InterruptionTests {
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
        let interruption = Interruption<String>()
        let (value, reason) = await interruption.run { 7 }
        #expect(value == 7)
        #expect(reason == nil)
        interruption.interrupt("late")
    }

    @Test("work is cancelled for the first reason")
    func interrupted() async {
        let interruption = Interruption<String>()
        let (value, reason) = await interruption.run {
            interruption.interrupt("first")
            interruption.interrupt("second")
            await Self.untilCancelled()
            return 7
        }
        #expect(value == 7)
        #expect(reason == "first")
    }

    @Test("a reason that was there before cancels the work from its beginning")
    func before() async {
        let interruption = Interruption<String>()
        interruption.interrupt("gone")
        let (isCancelled, reason) = await interruption.run { Task.isCancelled }
        #expect(isCancelled == true)
        #expect(reason == "gone")
    }

    @Test("cancelling the caller cancels the work, without a reason")
    func cancelledCaller() async {
        let begun = Signal()
        let task = Task {
            await Interruption<String>().run {
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

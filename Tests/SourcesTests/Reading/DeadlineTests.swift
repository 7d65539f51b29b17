import Testing

@testable import Sources

@Suite(.timeLimit(.minutes(10))) struct DeadlineTests {
    @Test("an operation that ends in time gives its value")
    func inTime() async throws {
        let value = try await withDeadline(.now + .seconds(60)) { () throws(SourceError) in 7 }
        #expect(value == 7)
    }

    @Test("an operation's own error comes through")
    func ownError() async {
        let error = await #expect(throws: SourceError.self) {
            try await withDeadline(.now + .seconds(60)) { () throws(SourceError) in throw SourceError.empty }
        }
        #expect(error?.code == .empty)
    }

    @Test("an operation that is late is cancelled and reported as timed out")
    func late() async {
        let error = await #expect(throws: SourceError.self) {
            try await withDeadline(.now) { () throws(SourceError) in await Self.untilCancelled() }
        }
        #expect(error?.code == .timedOut)
    }

    @Test("a cancelled caller gets the operation's result, not a timeout")
    func cancelled() async throws {
        let task = Task {
            try await withDeadline(.now + .seconds(3600)) { () throws(SourceError) in
                await Self.untilCancelled()
                throw SourceError.cancelled()
            }
        }
        task.cancel()
        let error = await #expect(throws: SourceError.self) { try await task.value }
        #expect(error?.code == .cancelled)
    }

    private static func untilCancelled() async {
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        await withTaskCancellationHandler {
            for await _ in stream {}
        } onCancel: {
            continuation.finish()
        }
    }
}

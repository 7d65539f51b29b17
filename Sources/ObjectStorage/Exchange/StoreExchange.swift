import AsyncHTTPClient
import NIOHTTP1
import Waiting

/// Sends requests to the buckets of one kind of store, and says which are worth another try.
struct StoreExchange: Sendable {
    let client: StoreClient
    let backoff: Backoff
    let memory = BucketMemory()
    /// Draws from 0..<1.
    let chance: @Sendable () -> Double

    /// What a request brought.
    enum Outcome: Sendable {
        /// The head of an answer that is what was asked for; its body is still to be read.
        case accepted(HTTPClientResponse)
        /// Any other answer, read to its end.
        case refused(StoreReply)
    }

    /// - Throws: `connectFailed`, `timedOut`, `badAnswer`, `cancelled`.
    func outcome(
        of request: StoreRequest, _ bucket: String, _ accepts: Set<Int>, _ deadline: ContinuousClock.Instant
    ) async throws(ObjectStoreError) -> Outcome {
        let answer = try await client.answer(to: request, deadline: deadline)
        guard accepts.contains(Int(answer.status.code)) else { return .refused(try await reply(of: answer, deadline)) }
        memory.succeeded(bucket)
        return .accepted(answer)
    }

    /// `answer` with its body, which is short.
    ///
    /// - Throws: `connectFailed`, `timedOut`, `badAnswer`, `cancelled`.
    func reply(
        of answer: HTTPClientResponse, _ deadline: ContinuousClock.Instant
    ) async throws(ObjectStoreError) -> StoreReply {
        try await withStoreDeadline(deadline) { [client] () throws(ObjectStoreError) in
            try await client.reply(of: answer)
        }
    }

    /// Waits, if a further try may help; `tries` counts them.
    ///
    /// - Throws: `error` otherwise; `cancelled`.
    func wait(
        after error: ObjectStoreError, _ bucket: String, _ tries: inout Int, _ deadline: ContinuousClock.Instant
    ) async throws(ObjectStoreError) {
        guard [.slowDown, .unavailable, .connectFailed].contains(error.code), tries < backoff.attempts,
            memory.spend(on: bucket)
        else { throw error }
        tries += 1
        let wait = backoff.wait(before: tries, chance: chance(), asked: error.retryAfter)
        guard .now + wait < deadline else { throw error }
        guard await hasPassed(wait) else { throw .cancelled() }
    }
}

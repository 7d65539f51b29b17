import HTTPTypes
import Hummingbird
import ImageService
import Jobs
import NIOCore
import ServiceLifecycle
import Waiting

/// `GET /v1/batches/{id}/events`: the progress of a batch, as server-sent events (WHATWG HTML, 9.2).
///
/// An event `batch` with the batch as JSON is sent at once, and whenever the batch has changed, at most once per
/// `watchInterval`; when it has ended, `end` with the same content is the last event. Comments in between show that the
/// connection is alive. When the service stops, the stream ends without `end`, and clients reconnect by themselves.
struct BatchEvents: Sendable {
    let api: BatchAPI

    private static let headers: HTTPFields = [
        .contentType: "text/event-stream", .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
    ]

    /// The stream of one batch.
    ///
    /// - Throws: `JobError` `notFound`.
    func get(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        let id = try BatchRoute.id(context)
        let first = try await api.store.batch(id)
        let presence = try await context.clientPresence()
        return Response(
            status: .ok, headers: Self.headers,
            body: ResponseBody { writer in
                try await write(first, to: &writer, presence)
                try await writer.finish(nil)
            })
    }

    private func write(
        _ first: Batch, to writer: inout any ResponseBodyWriter, _ presence: ClientPresence
    ) async throws {
        try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
        var (shown, quiet) = (first, Duration.zero)
        try await writer.write(try await event(first))
        while !Self.isOver(shown.state) {
            // Ends early when the client leaves, and when the service stops.
            guard let batch = try await next(after: shown.id, presence) else { return }
            if batch != shown {
                (shown, quiet) = (batch, .zero)
                try await writer.write(try await event(batch))
            } else {
                quiet += api.watchInterval
                guard quiet >= api.heartbeat else { continue }
                quiet = .zero
                try await writer.write(ByteBuffer(string: ": still here\n\n"))
            }
        }
    }

    /// The batch after some time; `nil` if it was deleted, if nobody watches any more, or if the service stops.
    private func next(after id: BatchID, _ presence: ClientPresence) async throws -> Batch? {
        let (store, interval) = (api.store, api.watchInterval)
        let hasWaited = try await presence.whilePresent {
            await cancelWhenGracefulShutdown { await hasPassed(interval) }
        }
        guard hasWaited else { return nil }
        do {
            return try await store.batch(id)
        } catch  where error.code == .notFound {
            return nil
        }
    }

    private func event(_ batch: Batch) async throws -> ByteBuffer {
        let failures = try await api.store.failures(of: batch.id)
        let text = try JSONText.of(BatchDocument(batch, failures: failures))
        return ByteBuffer(string: "event: \(Self.isOver(batch.state) ? "end" : "batch")\ndata: \(text)\n\n")
    }

    private static func isOver(_ state: BatchState) -> Bool {
        switch state {
        case .finished, .cancelled: true
        case .loading, .running, .paused: false
        }
    }
}

import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Testing

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(10))) struct BatchEventsTests {
    /// Reads a stream until it holds `mark`.
    private struct Stream {
        private var body: HTTPClientResponse.Body.AsyncIterator
        private(set) var text = ""

        init(_ response: HTTPClientResponse) { body = response.body.makeAsyncIterator() }

        /// Whether `mark` came before the end.
        mutating func read(until mark: String) async throws -> Bool {
            while !text.contains(mark) {
                guard let chunk = try await body.next() else { return false }
                text += String(buffer: chunk)
            }
            return true
        }
    }

    @Test("changes and heartbeats come as they are, and the stream ends with the batch")
    func follows() async throws {
        try await withServer { server in
            let batch = try await server.batch(["local:///a", "local:///b"])
            let response = try await server.open(.GET, "\(server.batches)/\(batch.id)/events")
            #expect(response.headers.first(name: "Content-Type") == "text/event-stream")
            var stream = Stream(response)
            #expect(try await stream.read(until: "\"waiting\":2"))
            #expect(try await stream.read(until: ": still here"))
            try await server.end(1, of: batch, cause: "source.notFound")
            #expect(try await stream.read(until: "\"source.notFound\":1"))
            #expect(!stream.text.contains("event: end"))
            try await server.end(1, of: batch)
            #expect(try await stream.read(until: "event: end"))
            #expect(try await !stream.read(until: "nothing comes behind it"))
        }
    }

    @Test("a stream of a batch that has ended is one event")
    func ended() async throws {
        try await withServer { server in
            let batch = try await server.batch(["local:///a"])
            try await server.end(1, of: batch)
            let answer = try await server.get("\(server.batches)/\(batch.id)/events")
            #expect(answer.text.components(separatedBy: "data: ").count == 2)
            #expect(answer.text.contains("event: end"))
        }
    }

    @Test("a stream ends when its batch is deleted")
    func deleted() async throws {
        try await withServer { server in
            let batch = try await server.batch(["local:///a"])
            var stream = Stream(try await server.open(.GET, "\(server.batches)/\(batch.id)/events"))
            #expect(try await stream.read(until: "\"waiting\":1"))
            #expect(try await server.send(.DELETE, "\(server.batches)/\(batch.id)").status == 204)
            #expect(try await !stream.read(until: "event: end"))
        }
    }

    @Test("a client that goes is noticed, and a stream does not hold up the end of the service")
    func gone() async throws {
        try await withServer { server in
            let batch = try await server.batch(["local:///a"])
            try await RawConnection.with(port: server.port) { connection in
                try await connection.write("GET /v1/batches/\(batch.id)/events HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await connection.read(until: "\"waiting\":1").contains("event: batch"))
            }
            let lines = await server.log.requests(2)
            #expect(lines.last?["http.path"] == "/v1/batches/\(batch.id)/events")
            // Open when the service stops, which waits for answers to end.
            let left = try await server.open(.GET, "\(server.batches)/\(batch.id)/events")
            #expect(left.status == .ok)
        }
    }
}

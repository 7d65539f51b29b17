import TestSupport
import Testing

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(10))) struct APIServerTests {
    @Test("connections are kept for the next request")
    func keepsConnections() async throws {
        try await withServer { server in
            try await RawConnection.with(port: server.port) { connection in
                for _ in 0..<3 {
                    try await connection.write("GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
                    #expect(try await connection.read(until: "ok\n").hasPrefix("HTTP/1.1 200 OK\r\n"))
                }
            }
        }
    }

    @Test("requests in flight are answered when the server stops")
    func gracefulStop() async throws {
        let answer = FakeAnswer(body: try RepositoryFiles.fixture("jpeg/grey.jpg"), pace: .stallsBeforeHead)
        try await FakeOrigin.with(answers: ["/a.jpg": answer]) { origin in
            let inFlight = try await withServer { server in
                let task = Task {
                    try await server.post(json: #"{"source": "\#(origin.url("/a.jpg"))", "sizes": [9]}"#)
                }
                try await origin.wait { $0.requests.count == 1 }
                // The server is told to stop as soon as this returns.
                Task { origin.releaseStalls() }
                return task
            }
            #expect(try await inFlight.value.parts.map(\.summary) == ["9x6 image/jpeg"])
        }
    }

    @Test("garbage is answered with 400")
    func garbage() async throws {
        try await withServer { server in
            try await RawConnection.with(port: server.port) { connection in
                try await connection.write("NONSENSE\r\n\r\n")
                #expect(try await connection.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 400 "))
            }
            #expect(try await server.get("\(server.url)/health").status == 200)
        }
    }
}

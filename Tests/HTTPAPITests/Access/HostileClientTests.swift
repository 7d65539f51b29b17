import Settings
import TestSupport
import Testing

@testable import HTTPAPI

/// Requests that are made to be taken for others.
@Suite(.timeLimit(.minutes(10))) struct HostileClientTests {
    private static let second = "GET /health HTTP/1.1\r\nHost: hidden\r\n\r\n"

    /// Requests of which two servers could see different ends.
    private static let smuggled: [String] = [
        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
        "Content-Length: 0\r\nContent-Length: 5\r\n\r\n", "Content-Length: 0, 5\r\n\r\n", "Content-Length: +0\r\n\r\n",
        "Content-Length: -1\r\n\r\n", "Content-Length: 0x0\r\n\r\n", "Content-Length: 18446744073709551616\r\n\r\n",
        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", "Content-Length : 0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
        "X: a\r\n folded: b\r\nTransfer-Encoding\r\n : chunked\r\n\r\n", "X: a\0b\r\n\r\n",
        "\u{b}Content-Length: 0\r\n\r\n",
    ]

    @Test("what can be read in two ways is refused, and nothing behind it is answered", arguments: smuggled)
    func smuggling(rest: String) async throws {
        try await withURLServer { server in
            try await RawConnection.with(port: server.port) { connection in
                try await connection.write(
                    "POST /v1/renditions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n" + rest + Self.second
                )
                connection.endWriting()
                let answer = try await connection.read(until: "\0")
                #expect(!answer.contains(" 200 OK"), "\(answer)")
                #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 4"), "\(answer)")
            }
            #expect(try await server.get("rs:fit:10", "local:///lake.jpg").status == 200)
        }
    }

    @Test(
        "a request names one host; HTTP/1.0 needs none",
        arguments: [
            ("HTTP/1.1", "", false), ("HTTP/1.1", "Host: a\r\nHost: b\r\n", false),
            ("HTTP/1.0", "Host: a\r\nhost: a\r\n", false), ("HTTP/1.1", "Host: a\r\n", true), ("HTTP/1.0", "", true),
        ])
    func hosts(version: String, fields: String, isServed: Bool) async throws {
        try await withURLServer { server in
            try await RawConnection.with(port: server.port) { connection in
                try await connection.write("GET /health \(version)\r\n\(fields)Connection: close\r\n\r\n")
                let answer = try await connection.read(until: "\0")
                #expect(answer.hasPrefix(isServed ? "HTTP/1.1 200" : "HTTP/1.1 400"), "\(answer)")
            }
        }
    }

    @Test("a head that is too long is refused")
    func longHead() async throws {
        try await withURLServer { server in
            try await RawConnection.with(port: server.port) { connection in
                try await connection.write("GET /health HTTP/1.1\r\nHost: a\r\n")
                let field = "X: " + String(repeating: "a", count: 1000) + "\r\n"
                var answer = ""
                do {
                    for _ in 0..<3000 { try await connection.write(field) }
                    answer = try await connection.read(until: "\r\n\r\n")
                } catch {
                    // The server may have closed before all of it was written.
                }
                #expect(!answer.contains(" 200 "))
            }
            let next = try await server.get("rs:fit:10")
            #expect(next.status == 200)
        }
    }

    @Test("a path that is too long is refused")
    func longPath() async throws {
        try await withURLServer(["--max-url-bytes", "1000"]) { server in
            let answer = try await server.send("/unsafe/" + String(repeating: "a", count: 1000))
            #expect(answer.status == 414)
            #expect(answer.code == "request.longURL")
        }
    }

    @Test(
        "no name makes a header of its own",
        arguments: ["a\r\nX-Evil: 1", "a\nX-Evil: 1", "a\"; x=\"", "a\u{2028}b", "é\0"])
    func headerSplitting(name: String) async throws {
        try await withURLServer(files: ["x.jpg": try RepositoryFiles.fixture("jpeg/grey.jpg")]) { server in
            let encoded = URLServer.encoded(name)
            let answer = try await server.get("rs:fit:10/fn:\(encoded):1", "local:///x.jpg")
            #expect(answer["X-Evil"].isEmpty)
            #expect(!answer["Content-Disposition"].contains("\n"))
        }
    }

    @Test("a client that asks for too much at once is told to come back")
    func concurrency() async throws {
        let slow = FakeAnswer(body: try RepositoryFiles.fixture("jpeg/grey.jpg"), pace: .stallsBeforeHead)
        try await withURLServer(["--client-concurrency", "1"], answers: ["/slow.jpg": slow]) { server in
            let source = server.origin.url("/slow.jpg")
            let first = Task { try await server.get("rs:fit:10", source) }
            try await server.origin.wait { $0.requests.count == 1 }
            let refused = try await server.get("rs:fit:20")
            #expect(refused.status == 429)
            #expect(refused.code == "access.rate")
            #expect(refused["Retry-After"] == "1")
            server.origin.releaseStalls()
            let answer = try await first.value
            #expect(answer.status == 200)
            let next = try await server.get("rs:fit:20")
            #expect(next.status == 200)
        }
    }
}

import AsyncHTTPClient
import ImageService
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

@testable import HTTPAPI

/// Sources that go out while they come.
@Suite(.timeLimit(.minutes(10))) struct ImageRoutePassingTests {
    private static func get(_ server: URLServer, _ options: String, _ path: String) async throws -> HTTPClientResponse {
        let target = URLServer.path(options, server.origin.url(path))
        let request = HTTPClientRequest(url: "http://127.0.0.1:\(server.port)\(target)")
        return try await HTTPClient.patient.execute(request, timeout: .minutes(10))
    }

    private static func request(_ server: URLServer, _ options: String, _ path: String) -> String {
        "GET \(URLServer.path(options, server.origin.url(path))) HTTP/1.1\r\nHost: a\r\n\r\n"
    }

    @Test("the first bytes go out while the last are still to come", arguments: ["raw:1", "skp:jpg"])
    func early(options: String) async throws {
        let body = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        let headers = [("ETag", "\"1\""), ("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT")]
        let answer = FakeAnswer(
            headers: headers.map { (name: $0.0, value: $0.1) }, body: body, pace: .stalls(afterBytes: 5_000))
        try await withURLServer(answers: ["/a.jpg": answer]) { server async throws in
            let response = try await Self.get(server, options, "/a.jpg")
            #expect(response.headers.first(name: "Content-Length") == "\(body.count)")
            #expect(response.headers.first(name: "Content-Type") == "image/jpeg")
            #expect(response.headers.first(name: "Content-Disposition") == #"inline; filename="a.jpg""#)
            #expect(response.headers.contains(name: "ETag"))
            #expect(response.headers.first(name: "Last-Modified") == "Sun, 06 Nov 1994 08:49:37 GMT")
            var received: [UInt8] = []
            for try await chunk in response.body {
                received += chunk.readableBytesView
                if received.count == 5_000 { server.origin.releaseStalls() }
            }
            #expect(received == body)
        }
    }

    @Test("a body without a length has none here either, and arrives whole")
    func chunked() async throws {
        let body = [UInt8](repeating: 7, count: 300_000)
        let answer = FakeAnswer(
            headers: [("Content-Type", "text/plain")], body: body, framing: .chunked, pace: .pieces(bytes: 9_999))
        try await withURLServer(answers: ["/a.txt": answer]) { server async throws in
            let answer = try await server.get("raw:1", server.origin.url("/a.txt"))
            #expect(answer.body == body)
            #expect(answer["Content-Length"].isEmpty)
            #expect(answer["Content-Type"] == "text/plain")
        }
    }

    @Test("what is held does not grow with the source, and an origin waits for a client that does not read")
    func bounded() async throws {
        // Far more than all the sockets on the way hold.
        let body = [UInt8](repeating: 1, count: 80 << 20)
        let answers = ["/a": FakeAnswer(body: body, pace: .pieces(bytes: 1 << 16))]
        try await withURLServer(["--max-source-bytes", "100MiB"], answers: answers) { server async throws in
            try await RawConnection.with(port: server.port) { lazy in
                try await lazy.write(Self.request(server, "raw:1", "/a"))
                #expect(try await lazy.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 200 OK\r\n"))
                var received = 0
                for try await chunk in try await Self.get(server, "raw:1", "/a").body {
                    received += chunk.readableBytes
                }
                #expect(received == body.count)
                // One of two bodies went out whole; the other one waits in the sockets.
                #expect(server.origin.record.sentBytes < body.count + body.count / 2)
                #expect(server.service.budget.gauges.peakBytes < 1 << 20)
            }
            // The connection of the client that goes is let go, and so is its fetch.
            try await eventually { server.service.budget.gauges.heldBytes == 0 }
        }
    }

    @Test(
        "a source that fails half way cuts the answer so that it shows",
        arguments: [
            FakeAnswer(body: [UInt8](repeating: 1, count: 50_000), pace: .closes(afterBytes: 9_000)),
            FakeAnswer(body: [UInt8](repeating: 1, count: 50_000), framing: .chunked, pace: .closes(afterBytes: 9_000)),
            FakeAnswer(body: [UInt8](repeating: 1, count: 200_000), framing: .chunked),
        ])
    func cut(answer: FakeAnswer) async throws {
        let settings = ["--max-source-bytes", "100000"]
        try await withURLServer(settings, answers: ["/a": answer]) { server async throws in
            await #expect(throws: HTTPParserError.self) {
                let response = try await Self.get(server, "raw:1", "/a")
                #expect(response.status == .ok)
                for try await _ in response.body {}
            }
            try await RawConnection.with(port: server.port) { connection in
                try await connection.write(Self.request(server, "raw:1", "/a"))
                // The connection's end ends this, as the mark never comes.
                let text = try await connection.read(until: "never")
                #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n"))
                #expect(!text.contains("\r\n0\r\n"))
            }
        }
    }

    @Test(
        "what is wrong from the beginning has its status",
        arguments: [
            (FakeAnswer(status: 404), 404), (FakeAnswer(status: 500), 502), (FakeAnswer(), 422),
            (FakeAnswer(framing: .chunked), 422), (FakeAnswer(body: [UInt8](repeating: 1, count: 200_000)), 422),
            (FakeAnswer(pace: .closesBeforeHead), 404),
        ])
    func refused(answer: FakeAnswer, status: Int) async throws {
        let settings = ["--max-source-bytes", "100000"]
        try await withURLServer(settings, answers: ["/a": answer]) { server async throws in
            #expect(try await server.get("raw:1", server.origin.url("/a")).status == status)
        }
    }

    @Test("no render thread is needed")
    func noThread() async throws {
        let answers = ["/a.jpg": FakeAnswer(body: try RepositoryFiles.fixture("jpeg/baseline.jpg"))]
        try await withURLServer(answers: answers) { server async throws in
            try await server.withoutRenderThreads { () async throws in
                #expect(try await server.get("raw:1", server.origin.url("/a.jpg")).status == 200)
                #expect(try await server.get("skp:jpg", server.origin.url("/a.jpg")).status == 200)
            }
        }
    }

    @Test("HEAD asks the origin and sends no body, and the fetch ends")
    func head() async throws {
        let body = [UInt8](repeating: 1, count: 1 << 20)
        let answers = ["/a.bin": FakeAnswer(body: body, pace: .stalls(afterBytes: 10_000))]
        try await withURLServer(answers: answers) { server async throws in
            let path = URLServer.path("raw:1", server.origin.url("/a.bin"))
            let answer = try await server.send(path, method: .HEAD)
            #expect(answer.status == 200)
            #expect(answer["Content-Length"] == "\(body.count)")
            #expect(answer.body.isEmpty)
            try await server.origin.wait { $0.openConnections == 0 }
        }
    }

    @Test("a client that goes ends the fetch")
    func clientGoes() async throws {
        let answers = ["/a": FakeAnswer(body: [UInt8](repeating: 1, count: 100_000), pace: .stalls(afterBytes: 9_000))]
        try await withURLServer(answers: answers) { server async throws in
            try await RawConnection.with(port: server.port) { connection in
                try await connection.write(Self.request(server, "raw:1", "/a"))
                _ = try await connection.read(until: "\r\n\r\n")
            }
            try await server.origin.wait { $0.openConnections == 0 }
        }
    }

    @Test("what the client has by the origin's validator is not sent again")
    func notModified() async throws {
        let headers = [(name: "ETag", value: "\"1\""), (name: "Last-Modified", value: "Sun, 06 Nov 1994 08:49:37 GMT")]
        let answers = ["/a": FakeAnswer(headers: headers, body: [1, 2, 3])]
        try await withURLServer(answers: answers) { server async throws in
            let path = URLServer.path("raw:1", server.origin.url("/a"))
            let first = try await server.send(path)
            for condition in [("If-None-Match", first["ETag"]), ("If-Modified-Since", first["Last-Modified"])] {
                let again = try await server.send(path, headers: [condition])
                #expect(again.status == 304)
                #expect(again.body.isEmpty)
                #expect(again["ETag"] == first["ETag"])
            }
        }
    }

    @Test("with a checksum nothing goes out before all of it is right")
    func checksum() async throws {
        let answers = ["/a": FakeAnswer(body: Array("anything".utf8))]
        try await withURLServer(answers: answers) { server async throws in
            let url = server.origin.url("/a")
            let right = "hs:md5:f0e166dc34d14d6c228ffac576c9a43c"
            #expect(try await server.get("raw:1/\(right)", url).text == "anything")
            let wrong = "hs:md5:" + String(repeating: "0", count: 32)
            #expect(try await server.get("raw:1/\(wrong)", url).code == "source.wrongChecksum")
        }
    }

    @Test("a source of another format than those that are skipped is worked on")
    func otherFormat() async throws {
        let answers = ["/a.png": FakeAnswer(body: try URLServer.plain(40, 20, [1, 2, 3]))]
        try await withURLServer(["--skip-processing-formats", "jpeg"], answers: answers) { server async throws in
            #expect(try await server.get("w:20", server.origin.url("/a.png")).picture == "20x10 png")
        }
    }
}

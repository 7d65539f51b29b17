import NIOHTTP1
import TestSupport
import Testing

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(10))) struct SourceConditionTests {
    private static let day = "Sun, 06 Nov 1994 08:49:37 GMT"
    private static let later = "Mon, 07 Nov 1994 08:49:37 GMT"

    /// An origin that says that nothing has changed.
    private static func unchanged(_ headers: [(name: String, value: String)] = []) -> FakeAnswer {
        FakeAnswer(status: 304, headers: headers)
    }

    @Test(
        "the day of the client's copy goes to the origin, whose 304 goes on",
        arguments: [([], "raw:1"), (["--no-etag"], "raw:1"), (["--no-etag"], "w:40"), (["--no-etag"], "info")])
    func passedOn(settings: [String], options: String) async throws {
        let headers = [(name: "Last-Modified", value: Self.day), (name: "Cache-Control", value: "max-age=9")]
        let settings = settings + ["--cache-control-passthrough", "--auto-webp"]
        try await withURLServer(settings, answers: ["/a.jpg": Self.unchanged(headers)]) { server async throws in
            let url = server.origin.url("/a.jpg")
            let path = options == "info" ? "/info" + URLServer.path("cb:1", url) : URLServer.path(options, url)
            let answer = try await server.send(path, headers: [("If-Modified-Since", Self.later)])
            #expect(answer.status == 304)
            #expect(answer.body.isEmpty)
            #expect(answer["Last-Modified"] == Self.day)
            #expect(answer["Cache-Control"] == "max-age=9")
            #expect(answer["Vary"] == (options == "w:40" ? "Accept" : ""))
            #expect(server.origin.record.requests.map { $0.header("If-Modified-Since") } == [Self.later])
        }
    }

    @Test("a 304 for raw has the tag of the 200")
    func tag() async throws {
        let headers = [(name: "ETag", value: "\"1\""), (name: "Last-Modified", value: Self.day)]
        try await withURLServer(answers: ["/a": FakeAnswer(headers: headers, body: [1])]) { server async throws in
            let path = URLServer.path("raw:1", server.origin.url("/a"))
            let tag = try await server.send(path)["ETag"]
            server.origin.answer("/a", with: Self.unchanged(headers))
            let again = try await server.send(path, headers: [("If-Modified-Since", Self.day)])
            #expect(again.status == 304)
            #expect(!tag.isEmpty)
            #expect(again["ETag"] == tag)
        }
    }

    @Test(
        "the origin is not asked with a day that does not decide alone",
        arguments: [
            ([], "w:40", [("If-Modified-Since", later)]),
            (["--no-etag"], "w:40", [("If-Modified-Since", later), ("If-None-Match", "\"x\"")]),
            (["--no-last-modified", "--no-etag"], "w:40", [("If-Modified-Since", later)]),
            (["--no-etag", "--last-modified-buster", "2026-01-01T00:00:00Z"], "w:40", [("If-Modified-Since", later)]),
            (["--no-etag"], "w:40", [("If-Modified-Since", "yesterday")]),
            (["--no-etag"], "w:40", []),
        ])
    func notPassedOn(settings: [String], options: String, headers: [(String, String)]) async throws {
        let lake = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        try await withURLServer(settings, answers: ["/a.jpg": FakeAnswer(body: lake)]) { server async throws in
            let path = URLServer.path(options, server.origin.url("/a.jpg"))
            #expect(try await server.send(path, headers: headers).status == 200)
            #expect(server.origin.record.requests.map { $0.header("If-Modified-Since") } == [nil])
        }
    }

    @Test("of an origin that tells its day and sends all the same, no body is read")
    func ignored() async throws {
        let answer = FakeAnswer(
            headers: [(name: "Last-Modified", value: Self.day)], body: [UInt8](repeating: 1, count: 100_000),
            pace: .stalls(afterBytes: 100))
        try await withURLServer(["--no-etag"], answers: ["/a.jpg": answer]) { server async throws in
            let path = URLServer.path("w:40", server.origin.url("/a.jpg"))
            #expect(try await server.send(path, headers: [("If-Modified-Since", Self.later)]).status == 304)
            try await server.origin.wait { $0.openConnections == 0 }
        }
    }

    @Test("a changed source is sent")
    func changed() async throws {
        let lake = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        let answer = FakeAnswer(headers: [(name: "Last-Modified", value: Self.later)], body: lake)
        try await withURLServer(["--no-etag"], answers: ["/a.jpg": answer]) { server async throws in
            let path = URLServer.path("w:40", server.origin.url("/a.jpg"))
            #expect(try await server.send(path, headers: [("If-Modified-Since", Self.day)]).status == 200)
        }
    }

    @Test("a 304 that nobody asked for is no answer")
    func unasked() async throws {
        try await withURLServer(answers: ["/a.jpg": Self.unchanged()]) { server async throws in
            let answer = try await server.get("w:40", server.origin.url("/a.jpg"))
            #expect(answer.status == 404)
            #expect(answer.code == "source.badAnswer")
        }
    }

    @Test("a file's own day decides for local sources")
    func local() async throws {
        try await withURLServer(["--no-etag"]) { server async throws in
            let day = try await server.get("w:40")["Last-Modified"]
            let path = URLServer.path("w:40")
            #expect(try await server.send(path, headers: [("If-Modified-Since", day)]).status == 304)
            #expect(try await server.send(path, headers: [("If-Modified-Since", Self.day)]).status == 200)
        }
    }
}

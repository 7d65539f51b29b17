import ImageModel
import Sources
import TestSupport
import Testing

@testable import HTTPAPI

/// Clients' copies that the origin is asked about, and parts of sources.
@Suite(.timeLimit(.minutes(10))) struct SourceTagTests {
    private static let day = "Sun, 06 Nov 1994 08:49:37 GMT"

    private static func source(tag: String? = nil, day: String? = nil) -> SourceMetadata {
        SourceMetadata(name: "a", entityTag: tag, lastModified: day)
    }

    @Test(
        "a tag carries what it was made with",
        arguments: [
            ("\"abc\"", nil, SourceTag.Validator.tag("\"abc\"")), ("W/\"a-b,c\"", day, .tag("W/\"a-b,c\"")),
            (nil, day, .day(day)), ("\"~~~???>>>\"", nil, .tag("\"~~~???>>>\"")),
        ] as [(String?, String?, SourceTag.Validator)])
    func carried(tag: String?, day: String?, validator: SourceTag.Validator) throws {
        let carried = try #require(SourceTag(Self.source(tag: tag, day: day), request: "0123456789abcdef"))
        let whole = try #require(EntityTag(of: ["x"], isWeak: true).followed(by: carried.suffix))
        let read = try #require(EntityTag(whole.description))
        #expect(SourceTag(in: read) == carried)
        #expect(carried.validator == validator)
    }

    @Test("nothing is carried of a source that nothing is said of, or too much")
    func notCarried() {
        #expect(SourceTag(Self.source(), request: "r") == nil)
        #expect(
            SourceTag(Self.source(tag: "\"" + String(repeating: "x", count: 200) + "\"", day: Self.day), request: "r")
                == nil)
    }

    @Test(
        "tags of others carry nothing",
        arguments: [
            "\"abc\"", "\"a-b-c\"", "\"a-0123456789abcdef-\"", "\"a-0123456789abcdef-eA\"",
            "\"a-0123456789abcdef-dGE\"",
            // "t" and a tag with a line end in it.
            "\"a-0123456789abcdef-dCJhDQpiIg\"",
        ])
    func others(text: String) throws {
        #expect(SourceTag(in: try #require(EntityTag(text))) == nil)
    }

    @Test(
        "a client's copy is asked about at the origin, whose 304 costs no download and goes on with the tag",
        arguments: [("w:40", true), ("w:40", false), ("raw:1", true), ("skp:jpg", true)])
    func revalidated(options: String, hasTag: Bool) async throws {
        let headers = hasTag ? [(name: "ETag", value: "\"v1\"")] : [(name: "Last-Modified", value: Self.day)]
        let lake = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        let answer = FakeAnswer(headers: headers, body: lake)
        try await withURLServer(["--auto-webp"], answers: ["/a.jpg": answer]) { server async throws in
            let path = URLServer.path(options, server.origin.url("/a.jpg"))
            let first = try await server.send(path)
            #expect(first.status == 200)
            server.origin.answer("/a.jpg", with: FakeAnswer(status: 304, headers: headers))
            let sent = server.origin.record.sentBytes
            for condition in [first["ETag"], "\"other\", " + first["ETag"]] {
                let again = try await server.send(path, headers: [("If-None-Match", condition)])
                #expect(again.status == 304)
                #expect(again["ETag"] == first["ETag"])
                // Before the source is there, nobody knows whether it goes out as it is, whatever the client accepts.
                #expect(again["Vary"] == (options == "raw:1" ? "" : "Accept"))
            }
            let asked = server.origin.record.requests.dropFirst()
            #expect(asked.allSatisfy { $0.header("If-None-Match") == (hasTag ? "\"v1\"" : nil) })
            #expect(asked.allSatisfy { $0.header("If-Modified-Since") == (hasTag ? nil : Self.day) })
            #expect(server.origin.record.sentBytes == sent)
        }
    }

    @Test(
        "the origin is not asked with a copy that was made otherwise",
        arguments: [
            ("w:50", [("Accept", "image/*")]), ("w:40", [("Accept", "image/webp")]),
            ("w:40/cb:2", [("Accept", "image/*")]),
        ])
    func madeOtherwise(options: String, headers: [(String, String)]) async throws {
        let lake = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        let answer = FakeAnswer(headers: [("ETag", "\"v1\"")], body: lake)
        try await withURLServer(["--auto-webp"], answers: ["/a.jpg": answer]) { server async throws in
            let url = server.origin.url("/a.jpg")
            let first = try await server.send(URLServer.path("w:40", url), headers: [("Accept", "image/*")])
            let other = try await server.send(
                URLServer.path(options, url), headers: headers + [("If-None-Match", first["ETag"])])
            #expect(other.status == 200)
            #expect(server.origin.record.requests.allSatisfy { $0.header("If-None-Match") == nil })
        }
    }

    @Test("a changed source is sent, and one whose tag is the same is not read")
    func changed() async throws {
        let lake = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        @Sendable func answer(_ tag: String, pace: FakeAnswer.Pace = .atOnce) -> FakeAnswer {
            FakeAnswer(headers: [("ETag", tag)], body: lake, pace: pace)
        }
        try await withURLServer(answers: ["/a.jpg": answer("\"v1\"")]) { server async throws in
            let path = URLServer.path("w:40", server.origin.url("/a.jpg"))
            let first = try await server.send(path)
            server.origin.answer("/a.jpg", with: answer("\"v2\""))
            let second = try await server.send(path, headers: [("If-None-Match", first["ETag"])])
            #expect(second.status == 200)
            #expect(second["ETag"] != first["ETag"])
            // It knows nothing of conditions, and would never send the end.
            server.origin.answer("/a.jpg", with: answer("\"v2\"", pace: .stalls(afterBytes: 10)))
            let third = try await server.send(path, headers: [("If-None-Match", second["ETag"])])
            #expect(third.status == 304)
            #expect(third["ETag"] == second["ETag"])
        }
    }

    // MARK: Parts

    @Test("a part of a raw source is asked for and passed on", arguments: [".mp4", ".pdf", ""])
    func part(ending: String) async throws {
        let headers = [
            (name: "Content-Range", value: "bytes 2-4/10"), (name: "Accept-Ranges", value: "bytes"),
            (name: "Content-Type", value: "video/mp4"), (name: "ETag", value: "\"v1\""),
        ]
        let answer = FakeAnswer(status: 206, headers: headers, body: [2, 3, 4])
        try await withURLServer(answers: ["/a.mp4": answer]) { server async throws in
            let path = URLServer.path("raw:1", server.origin.url("/a.mp4")) + ending
            let part = try await server.send(path, headers: [("Range", "bytes=2-4")])
            #expect(part.status == 206)
            #expect(part.body == [2, 3, 4])
            #expect(part["Content-Range"] == "bytes 2-4/10")
            #expect(part["Accept-Ranges"] == "bytes")
            #expect(part["Content-Type"] == "video/mp4")
            #expect(part["Content-Length"] == "3")
            let again = try await server.send(path, headers: [("Range", "bytes=2-4"), ("If-Range", part["ETag"])])
            #expect(again.status == 206)
            #expect(server.origin.record.requests.map { $0.header("Range") } == ["bytes=2-4", "bytes=2-4"])
            #expect(server.origin.record.requests.map { $0.header("If-Range") } == [nil, "\"v1\""])
        }
    }

    @Test(
        "a range is not passed on that can't be kept",
        arguments: [
            ("raw:1", [("Range", "bytes=0-1,3-4")]), ("raw:1", [("Range", "lines=0-1")]),
            ("w:40", [("Range", "bytes=0-1")]),
            ("raw:1", [("Range", "bytes=0-1"), ("If-Range", "\"other\"")]),
        ])
    func wholeInstead(options: String, headers: [(String, String)]) async throws {
        let lake = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        try await withURLServer(answers: ["/a.jpg": FakeAnswer(body: lake)]) { server async throws in
            let path = URLServer.path(options, server.origin.url("/a.jpg"))
            #expect(try await server.send(path, headers: headers).status == 200)
            #expect(server.origin.record.requests.map { $0.header("Range") } == [nil])
        }
    }

    // MARK: What is passed on

    @Test("headers of the client that are configured go to the origin, and answers vary by them")
    func clientHeaders() async throws {
        let lake = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        let settings = ["--pass-request-headers", "X-Tenant", "--pass-request-headers", "Authorization", "--auto-webp"]
        try await withURLServer(settings, answers: ["/a.jpg": FakeAnswer(body: lake)]) { server async throws in
            let path = URLServer.path("w:40", server.origin.url("/a.jpg"))
            let answer = try await server.send(
                path, headers: [("x-tenant", "7"), ("Authorization", "Bearer t"), ("X-Other", "no")])
            #expect(answer.status == 200)
            #expect(answer["Vary"] == "X-Tenant, Authorization, Accept")
            let request = try #require(server.origin.record.requests.first)
            #expect(request.header("X-Tenant") == "7")
            #expect(request.header("Authorization") == "Bearer t")
            #expect(request.header("X-Other") == nil)
        }
    }

    @Test("what an origin says of the time to come again is passed on", arguments: [(429, 429), (503, 502)])
    func retryAfter(status: Int, own: Int) async throws {
        let answer = FakeAnswer(status: status, headers: [("Retry-After", "3600")])
        try await withURLServer(answers: ["/a.jpg": answer, "/b.jpg": FakeAnswer(status: status)]) {
            server async throws in
            let refused = try await server.get("w:40", server.origin.url("/a.jpg"))
            #expect(refused.status == own)
            #expect(refused["Retry-After"] == "3600")
            #expect(try await server.get("w:40", server.origin.url("/b.jpg"))["Retry-After"].isEmpty)
        }
    }

    @Test("a malformed tag of an origin is as none: the answer has one of its own")
    func malformedTag() async throws {
        let lake = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        let answer = FakeAnswer(headers: [("ETag", "unquoted-tag")], body: lake)
        try await withURLServer(answers: ["/a.jpg": answer]) { server async throws in
            let first = try await server.get("w:40", server.origin.url("/a.jpg"))
            #expect(!first["ETag"].isEmpty)
            let path = URLServer.path("w:40", server.origin.url("/a.jpg"))
            #expect(try await server.send(path, headers: [("If-None-Match", first["ETag"])]).status == 304)
        }
    }
}

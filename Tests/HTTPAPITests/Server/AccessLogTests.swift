import Logging
import NIOHTTP1
import TestSupport
import Testing

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(10))) struct AccessLogTests {
    @Test("a request for five sizes of a large photograph is one line with all of its stages")
    func stages() async throws {
        let photograph = try RepositoryFiles.bytes("Examples/photos/stripes.jpg", in: RepositoryFiles.root)
        try await FakeOrigin.with(answers: ["/stripes.jpg": FakeAnswer(body: photograph)]) { origin in
            try await withServer { server in
                let answer = try await server.post(
                    json: #"{"source": "\#(origin.url("/stripes.jpg"))", "sizes": [1600, 1200, 800, 400, 200]}"#)
                let parts = try answer.parts
                #expect(parts.map { $0["image-width"] } == ["1600", "1200", "800", "400", "200"])
                let lines = await server.log.requests(1)
                let line = try #require(lines.first)
                #expect(lines.count == 1)
                #expect(line.level == .info)
                #expect(line["http.method"] == "POST")
                #expect(line["http.path"] == "/v1/renditions")
                #expect(line["http.status"] == "200")
                #expect(line["http.request_id"] == answer["X-Request-ID"])
                #expect(line["count.downloads"] == "1")
                #expect(line["count.decodes"] == "1")
                #expect(line["count.decoded_pixels"] == "9375000")
                #expect(line["count.renditions"] == "5")
                #expect(line["bytes.in"] == "\(photograph.count)")
                #expect(line["bytes.out"] == "\(parts.reduce(0) { $0 + $1.body.count })")
                #expect(line["bytes.sent"] == "\(answer.body.count)")
                #expect((line.number("bytes.peak_reserved") ?? 0) > Double(photograph.count))
                for stage in ["queue", "fetch", "decode", "resize", "encode", "write", "total"] {
                    #expect(line.number("time.\(stage)_ms") != nil, "\(stage)")
                }
                #expect(origin.record.requests.count == 1)
            }
        }
    }

    @Test(
        "the line says by what a source's colours are known, and nothing of the kind where none was opened",
        arguments: [
            ("jpeg/baseline.jpg", "assumed"), ("jpeg/wide-gamut-icc.jpg", "icc"), ("pictures/gamma-1.png", "gamma"),
            ("pictures/p3-numbers.avif", "cicp 12/13"), ("pictures/adobe-exif.jpg", "exif"), ("bad/html.png", ""),
        ])
    func colours(fixture: String, known: String) async throws {
        try await withServer { server in
            let name = String(fixture.split(separator: "/")[1])
            try server.sources.write(try RepositoryFiles.fixture(fixture), to: name)
            _ = try await server.get("\(server.renditions)?source=local:///\(name)&sizes=20")
            _ = try await server.get("\(server.url)/unsafe/w:20/plain/local:///\(name)")
            #expect(await server.log.requests(2).map { $0["source.colours"] } == [known, known])
        }
    }

    @Test("an error is logged with its code, and its cause that the client is not told")
    func errors() async throws {
        try await FakeOrigin.with(answers: ["/a": FakeAnswer(pace: .closesBeforeHead)]) { origin in
            try await withServer { server in
                let answer = try await server.post(json: #"{"source": "\#(origin.url("/a"))", "sizes": [1]}"#)
                let line = try #require(await server.log.requests(1).first)
                #expect(line["http.status"] == "\(answer.status)")
                #expect(line["error.code"] == "source.connectFailed")
                #expect(!line["error.cause"].isEmpty)
                #expect(!answer.text.contains(line["error.cause"]))
            }
        }
    }

    @Test("a request without a picture is logged without stages")
    func plain() async throws {
        try await withServer { server in
            let answer = try await server.get("\(server.url)/none")
            let line = try #require(await server.log.requests(1).first)
            #expect(line["http.status"] == "404")
            #expect(line["bytes.sent"] == "\(answer.body.count)")
            #expect(line["time.decode_ms"].isEmpty)
        }
    }

    @Test("the line says who asked, and for which source, without what gives access to it")
    func client() async throws {
        try await FakeOrigin.with { origin in
            try await withServer { server in
                let source = origin.url("/a b/c.jpg?signature=s3cret", host: "user:s3cret@127.0.0.1")
                let headers = [
                    ("Content-Type", "application/json"), ("User-Agent", "Test/1"),
                    ("Referer", "https://a.example/page"),
                    ("X-Forwarded-For", "192.0.2.9"),
                ]
                let json = "{\"source\": \"\(source)\", \"sizes\": [1]}"
                _ = try await server.send(.POST, server.renditions, headers: headers, body: Array(json.utf8))
                let line = try #require(await server.log.requests(1).first)
                // Nobody is trusted to speak for others.
                #expect(line["client.address"] == "127.0.0.1")
                #expect(line["http.user_agent"] == "Test/1")
                #expect(line["http.referer"] == "https://a.example/page")
                #expect(line["source"] == origin.url("/a%20b/c.jpg") + "?…")
            }
        }
    }

    @Test(
        "a request keeps the id that it comes with, if it is one",
        arguments: [
            ("abc-DEF_123", true), ("a b", false), ("ü", false), ("<script>", false),
            (String(repeating: "a", count: 129), false),
        ])
    func takenOver(id: String, isTaken: Bool) async throws {
        try await withServer { server in
            let answer = try await server.send(.GET, "\(server.url)/health", headers: [("X-Request-ID", id)])
            #expect((answer["X-Request-ID"] == id) == isTaken)
            #expect(!answer["X-Request-ID"].isEmpty)
            #expect(await server.log.requests(1).map { $0["http.request_id"] } == [answer["X-Request-ID"]])
        }
    }

    @Test("every request has an id of its own in answer and log")
    func identifiers() async throws {
        try await withServer { server in
            var ids: [String] = []
            for _ in 0..<3 { ids.append(try await server.get("\(server.url)/health")["X-Request-ID"]) }
            #expect(Set(ids).count == 3)
            #expect(await server.log.requests(3).map { $0["http.request_id"] } == ids)
        }
    }
}

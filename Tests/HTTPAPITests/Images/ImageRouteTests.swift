import NIOHTTP1
import TestSupport
import Testing

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(10))) struct ImageRouteTests {
    @Test(
        "a URL's options make the picture",
        arguments: [
            ("rs:fit:300:200", "300x200 jpeg"), ("rs:fill:100:100/f:png", "100x100 png"),
            ("w:64/f:webp", "64x43 webp"), ("c:200:100:nowe/rot:90", "200x100 jpeg"), ("rot:-90/w:50", "50x75 jpeg"),
            ("rs:fill:100:50/-/pd:10", "120x70 jpeg"), ("w:40/f:bmp", "40x27 bmp"), ("w:32/f:ico", "32x21 ico"),
            ("rs:force:300:150/f:ico", "256x128 ico"), ("w:40/f:heic", "40x27 heic"),
        ])
    func options(options: String, picture: String) async throws {
        try await withURLServer { server async throws in
            let answer = try await server.get(options)
            #expect(answer.status == 200)
            #expect(try answer.picture == picture)
        }
    }

    @Test(
        "each format has its registered media type",
        arguments: [
            ("jpg", "image/jpeg"), ("png", "image/png"), ("webp", "image/webp"), ("avif", "image/avif"),
            ("gif", "image/gif"), ("tiff", "image/tiff"), ("jxl", "image/jxl"), ("heic", "image/heic"),
            ("bmp", "image/bmp"), ("ico", "image/x-icon"),
        ])
    func mediaTypes(format: String, type: String) async throws {
        try await withURLServer { server async throws in
            #expect(try await server.send("/_/w:30/plain/local:///lake.jpg@\(format)")["Content-Type"] == type)
        }
        let settings = ["--preferred-formats", format]
        let drawing = #"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"/>"#
        try await withURLServer(settings + ["--always-rasterize-svg"], files: ["a.svg": Array(drawing.utf8)]) {
            server async throws in
            #expect(try await server.get("bg:fff", "local:///a.svg")["Content-Type"] == type)
        }
    }

    @Test("plain sources, formats behind @ and presets are understood")
    func spellings() async throws {
        try await withURLServer(["--presets", "thumb=rs:fill:40:30", "--presets", "default=f:webp"]) {
            server async throws in
            #expect(try await server.send("/_/pr:thumb/plain/local:///lake.jpg@png").picture == "40x30 png")
            #expect(try await server.get("preset:thumb").picture == "40x30 webp")
        }
        try await withURLServer(["--presets", "thumb=rs:fill:40:30", "--only-presets"]) { server async throws in
            #expect(try await server.get("thumb").picture == "40x30 jpeg")
            #expect(try await server.get("w:20").status == 404)
        }
    }

    @Test(
        "what cannot be done has imgproxy's status",
        arguments: [
            ("w:-1", "local:///lake.jpg", 404, "request.invalidArgument"),
            ("width:nan", "local:///lake.jpg", 404, "request.invalidArgument"),
            ("nothing:1", "local:///lake.jpg", 404, "request.unknownOption"),
            ("style:1", "local:///lake.jpg", 404, "request.proOnly"),
            ("pr:none", "local:///lake.jpg", 404, "request.unknownPreset"),
            ("exp:1000", "local:///lake.jpg", 404, "request.expired"),
            ("msr:1", "local:///lake.jpg", 403, "request.securityOptionNotAllowed"),
            ("w:10", "local:///none.jpg", 404, "source.notFound"),
            ("w:10", "ftp://example.com/a.jpg", 404, "source.schemeNotAllowed"),
            ("w:10", "http://exa mple.com/a.jpg", 404, "request.invalidSource"),
            ("w:10", "local:///text.txt", 422, "render.notAnImage"),
            ("w:10", "local:///bomb.png", 422, "render.overLimit"),
            ("page:3", "local:///lake.jpg", 404, "render.noSuchPage"),
            ("hs:md5:00000000000000000000000000000000", "local:///lake.jpg", 422, "source.wrongChecksum"),
            ("f:svg", "local:///lake.jpg", 422, "render.unencodable"),
        ])
    func statuses(options: String, source: String, status: Int, code: String) async throws {
        let files = [
            "text.txt": Array("no picture".utf8), "bomb.png": try RepositoryFiles.fixture("bad/bomb-50000x50000.png"),
        ]
        try await withURLServer(files: files) { server async throws in
            let answer = try await server.get(options, source)
            #expect(answer.status == status, "\(answer.text)")
            #expect(answer.code == code)
            #expect(answer["Cache-Control"].isEmpty)
        }
    }

    @Test("an origin's refusals go on, its failures become 502", arguments: [(404, 404), (410, 410), (503, 502)])
    func originStatuses(status: Int, answered: Int) async throws {
        try await withURLServer(answers: ["/a.jpg": FakeAnswer(status: status)]) { server async throws in
            #expect(try await server.get("w:10", server.origin.url("/a.jpg")).status == answered)
        }
    }

    @Test("a source that takes too long is 504, one that is too large 422")
    func originLimits() async throws {
        let answers = [
            "/slow.jpg": FakeAnswer(body: [1], pace: .stallsBeforeHead),
            "/large.jpg": FakeAnswer(body: [UInt8](repeating: 0, count: 2000)),
        ]
        try await withURLServer(["--fetch-timeout", "50ms"], answers: answers) { server async throws in
            #expect(try await server.get("w:10", server.origin.url("/slow.jpg")).status == 504)
        }
        try await withURLServer(["--max-source-bytes", "1000"], answers: answers) { server async throws in
            #expect(try await server.get("w:10", server.origin.url("/large.jpg")).code == "source.tooLarge")
        }
    }

    @Test("limits in the URL hold where they are allowed, in both directions")
    func securityOptions() async throws {
        let settings = ["--allow-security-options", "--max-source-pixels", "1000"]
        try await withURLServer(settings) { server async throws in
            #expect(try await server.get("w:10").code == "render.overLimit")
            #expect(try await server.get("w:10/msr:1").status == 200)
            #expect(try await server.get("w:10/msr:0.1").code == "render.overLimit")
            #expect(try await server.get("w:10/msr:0").status == 200)
            #expect(try await server.get("w:10/msr:1/msfs:100").code == "source.tooLarge")
            #expect(try await server.get("rs:fit:200:200/msr:1/mrd:50").picture == "50x33 jpeg")
        }
    }

    @Test("sources beyond those allowed are refused")
    func allowedSources() async throws {
        try await withURLServer(["--allowed-sources", "local:///la*"]) { server async throws in
            #expect(try await server.get("w:10").status == 200)
            let other = try await server.get("w:10", server.origin.url("/a.jpg"))
            #expect(other.status == 404)
            #expect(other.code == "source.notAllowed")
        }
    }

    @Test("security and caching headers stand on every picture")
    func headers() async throws {
        try await withURLServer { server async throws in
            let answer = try await server.get("w:40")
            #expect(answer["Cache-Control"] == "max-age=31536000, public")
            #expect(answer["Content-Security-Policy"] == ContentSecurityPolicy.image)
            #expect(answer["X-Content-Type-Options"] == "nosniff")
            #expect(!answer["X-Request-ID"].isEmpty)
            #expect(!answer["Last-Modified"].isEmpty)
            #expect(answer["Content-Type"] == "image/jpeg")
        }
    }

    @Test(
        "the answer names its file",
        arguments: [
            ("w:40", #"inline; filename="lake.jpg""#), ("w:40/f:png", #"inline; filename="lake.png""#),
            ("w:40/fn:holiday", #"inline; filename="holiday.jpg""#),
            ("w:40/att:1", #"attachment; filename="lake.jpg""#),
            ("w:40/fn:Z3LDvG4:1", #"inline; filename="gr_n.jpg"; filename*=UTF-8''gr%C3%BCn.jpg"#),
        ])
    func disposition(options: String, value: String) async throws {
        try await withURLServer { server async throws in
            #expect(try await server.get(options)["Content-Disposition"] == value)
        }
    }

    @Test("sizes and the canonical source are told when that is set")
    func optionalHeaders() async throws {
        let lake = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        let settings = ["--debug-headers", "--canonical-header"]
        try await withURLServer(settings, answers: ["/a.jpg": FakeAnswer(body: lake)]) { server async throws in
            let source = server.origin.url("/a.jpg")
            let answer = try await server.get("w:64", source)
            #expect(answer["Link"] == "<\(source)>; rel=\"canonical\"")
            #expect(answer["X-Origin-Width"] == "640")
            #expect(answer["X-Origin-Content-Length"] == "\(lake.count)")
            #expect(answer["X-Result-Height"] == "43")
        }
    }

    @Test("cookies go on only when that is set, and not to other hosts")
    func cookies() async throws {
        let lake = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        let answers = ["/a.jpg": FakeAnswer(body: lake)]
        for (settings, sent) in [
            ([], nil), (["--cookie-passthrough"], "a=b"), (["--cookie-passthrough-all"], "a=b"),
            (["--cookie-passthrough", "--cookie-base-url", "https://example.com"], nil),
        ] {
            try await withURLServer(settings, answers: answers) { server async throws in
                let path = URLServer.path("w:10", server.origin.url("/a.jpg"))
                #expect(try await server.send(path, headers: [("Cookie", "a=b")]).status == 200)
                #expect(server.origin.record.requests.first?.header("Cookie") == sent)
            }
        }
    }
}

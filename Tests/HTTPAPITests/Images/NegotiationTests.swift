import NIOHTTP1
import TestSupport
import Testing

@testable import HTTPAPI

/// Which format is answered, and what is said of it to caches.
@Suite(.timeLimit(.minutes(10))) struct NegotiationTests {
    @Test(
        "the best format that client and settings share is written, and Vary says that there was a choice",
        arguments: [
            ([], "w:40", "image/webp,*/*", "jpeg", ""),
            (["--auto-webp"], "w:40", "image/webp,*/*", "webp", "Accept"),
            (["--auto-webp"], "w:40", "*/*", "jpeg", "Accept"),
            (["--auto-webp"], "w:40", "image/webp;q=0,*/*", "jpeg", "Accept"),
            (["--auto-webp"], "w:40/f:png", "image/webp", "png", ""),
            (["--auto-webp", "--auto-avif"], "w:40", "image/webp,image/avif", "avif", "Accept"),
            (["--auto-webp", "--auto-avif"], "w:40", "image/webp,image/avif;q=0.5", "webp", "Accept"),
            (["--enforce-webp"], "w:40/f:png", "image/webp", "webp", "Accept"),
            (["--enforce-webp"], "w:40/f:png", "image/png", "png", "Accept"),
        ])
    func negotiation(
        settings: [String], options: String, accept: String, format: String, vary: String
    ) async throws {
        try await withURLServer(settings) { server async throws in
            let answer = try await server.get(options, accept: accept)
            #expect(try answer.picture.hasSuffix(" \(format)"))
            #expect(answer["Vary"] == vary)
        }
    }

    @Test("an animation stays one, and no client changes that")
    func animation() async throws {
        let files = ["a.gif": try RepositoryFiles.fixture("gif/animated.gif")]
        try await withURLServer(["--auto-avif"], files: files) { server async throws in
            let answer = try await server.get("w:40", "local:///a.gif", accept: "image/avif")
            #expect(answer["Content-Type"] == "image/gif")
            #expect(answer["Vary"].isEmpty)
        }
    }

    @Test("a source in a format that not every client shows becomes one that suits")
    func preferred() async throws {
        let files = [
            "opaque.webp": try RepositoryFiles.fixture("webp/lossy.webp"),
            "clear.webp": try RepositoryFiles.fixture("webp/lossless-alpha.webp"),
        ]
        try await withURLServer(files: files) { server async throws in
            #expect(try await server.get("w:20", "local:///opaque.webp")["Content-Type"] == "image/jpeg")
            #expect(try await server.get("w:20", "local:///clear.webp")["Content-Type"] == "image/png")
        }
        try await withURLServer(files: files) { server async throws in
            for (options, type) in [
                ("w:20/pd:10", "image/png"), ("rs:fit:400:10:0:1", "image/png"), ("exar:1", "image/png"),
                ("pd:10/bg:ff0000", "image/jpeg"), ("pd:10/bg:", "image/png"),
            ] {
                let answer = try await server.get(options, "local:///opaque.webp")
                #expect(answer["Content-Type"] == type, "\(options)")
            }
            #expect(try await server.get("w:20/bg:fff", "local:///clear.webp")["Content-Type"] == "image/jpeg")
        }
    }

    @Test("what the client has is not sent again, nor rendered")
    func notModified() async throws {
        try await withURLServer(["--auto-webp"]) { server async throws in
            let path = URLServer.path("w:40")
            let first = try await server.send(path)
            let tag = first["ETag"]
            for condition in [("If-None-Match", tag), ("If-Modified-Since", first["Last-Modified"])] {
                let again = try await server.send(path, headers: [condition])
                #expect(again.status == 304)
                #expect(again.body.isEmpty)
                #expect(again["Cache-Control"] == first["Cache-Control"])
                #expect(again["Vary"] == "Accept")
                #expect(again["ETag"] == tag)
            }
            let webp = [("If-None-Match", tag), ("Accept", "image/webp")]
            #expect(try await server.send(path, headers: webp).status == 200)
        }
    }

    @Test("a tag changes with the options, the format and the buster, and not with how options are written")
    func tags() async throws {
        let tag = { (settings: [String], options: String) in
            try await withURLServer(settings) { server async throws in try await server.get(options)["ETag"] }
        }
        let plain = try await tag([], "rs:fit:40:40")
        #expect(!plain.isEmpty)
        #expect(try await tag([], "h:40/width:40/resizing_type:fit") == plain)
        #expect(try await tag([], "rs:fit:40:41") != plain)
        #expect(try await tag([], "rs:fit:40:40/f:png") != plain)
        #expect(try await tag(["--etag-buster", "2"], "rs:fit:40:40") != plain)
        #expect(try await tag(["--quality", "50"], "rs:fit:40:40") != plain)
        #expect(try await tag(["--no-etag"], "rs:fit:40:40").isEmpty)
    }

    @Test("an origin's own validators and lifetimes are used")
    func origin() async throws {
        let headers = [
            ("ETag", "W/\"v1\""), ("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT"), ("Cache-Control", "max-age=60"),
        ]
        let lake = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        let answers = ["/a.jpg": FakeAnswer(headers: headers.map { (name: $0.0, value: $0.1) }, body: lake)]
        try await withURLServer(["--cache-control-passthrough"], answers: answers) { server async throws in
            let answer = try await server.get("w:40", server.origin.url("/a.jpg"))
            #expect(answer["ETag"].hasPrefix("W/"))
            #expect(answer["Last-Modified"] == "Sun, 06 Nov 1994 08:49:37 GMT")
            #expect(answer["Cache-Control"] == "max-age=60")
        }
    }

    @Test("sources of skipped formats pass unchanged, unless another format is asked for")
    func skipped() async throws {
        let settings = ["--skip-processing-formats", "jpeg"]
        let lake = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        try await withURLServer(settings) { server async throws in
            #expect(try await server.get("w:40").body == lake)
            #expect(try await server.get("w:40/f:jpg").body == lake)
            #expect(try await server.get("w:40/f:png").picture == "40x27 png")
        }
        try await withURLServer { server async throws in
            #expect(try await server.get("w:40/skp:jpg:png").body == lake)
        }
    }

    @Test("raw passes anything unchanged")
    func raw() async throws {
        let files = ["text.txt": Array("anything".utf8)]
        try await withURLServer(files: files) { server async throws in
            let answer = try await server.get("raw:1/w:10", "local:///text.txt")
            #expect(answer.text == "anything")
            #expect(answer["Content-Type"] == "application/octet-stream")
            #expect(answer["Content-Disposition"] == #"inline; filename="text.txt""#)
            #expect(answer["Content-Security-Policy"] == ContentSecurityPolicy.image)
        }
    }

    @Test("a drawing stays a drawing without scripts, unless pixels are asked for")
    func drawings() async throws {
        let evil = """
            <svg xmlns="http://www.w3.org/2000/svg" width="30" height="20" onload="alert(1)">\
            <script>alert(2)</script><rect width="30" height="20" fill="red"/></svg>
            """
        let files = ["a.svg": Array(evil.utf8)]
        try await withURLServer(["--auto-webp"], files: files) { server async throws in
            let answer = try await server.get("w:10", "local:///a.svg", accept: "image/webp")
            #expect(answer["Content-Type"] == "image/svg+xml")
            #expect(answer.text.contains("<rect"))
            #expect(!answer.text.contains("alert"))
            #expect(answer["Vary"].isEmpty)
            #expect(try await server.get("w:60/el:1/f:png", "local:///a.svg").picture == "60x40 png")
        }
        try await withURLServer(["--always-rasterize-svg"], files: files) { server async throws in
            #expect(try await server.get("w:60/el:1", "local:///a.svg").picture == "60x40 png")
            for options in ["w:60/f:svg", "skp:svg"] {
                let answer = try await server.get(options, "local:///a.svg")
                #expect(answer["Content-Type"] == "image/svg+xml")
                #expect(!answer.text.contains("alert"))
            }
            #expect(try await server.get("w:40/f:svg").status == 422)
        }
        try await withURLServer(["--no-sanitize-svg"], files: files) { server async throws in
            #expect(try await server.get("", "local:///a.svg").text == evil)
        }
    }
}

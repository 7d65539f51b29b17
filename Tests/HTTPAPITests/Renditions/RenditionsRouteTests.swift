import AsyncHTTPClient
import Foundation
import ImageModel
import NIOCore
import NIOHTTP1
import Rendering
import TestSupport
import Testing

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(10))) struct RenditionsRouteTests {
    // MARK: Sizes

    @Test("every form of a size is made, in the order asked for")
    func sizes() async throws {
        try await withServer(["--size-lists", "avatar=16x16:fill@webp"]) { server in
            let answer = try await server.post(
                json: """
                    {"source": "\(TestServer.lake)", "sizes": [64, "x50", "60x40:fill", "60x70:force", "80@webp,q=50",
                     {"width": 40, "height": 40, "fit": "fill", "format": "png"}, "avatar"]}
                    """)
            #expect(answer.status == 200)
            let parts = try answer.parts
            #expect(
                parts.map(\.summary) == [
                    "64x43 image/jpeg", "75x50 image/jpeg", "60x40 image/jpeg", "60x70 image/jpeg", "80x53 image/webp",
                    "40x40 image/png", "16x16 image/webp",
                ])
            #expect(try parts.map { try $0.measured } == parts.map(\.summary))
            #expect(parts.map { $0["rendition-index"] } == (0..<7).map { "\($0)" })
            #expect(parts.allSatisfy { $0["source-index"] == "0" && $0["content-length"] == "\($0.body.count)" })
        }
    }

    @Test("the request's format and quality hold for sizes that name none")
    func defaults() async throws {
        try await withServer { server in
            func bytes(_ rest: String) async throws -> [MixedPart] {
                try await server.post(json: "{\"source\": \"\(TestServer.lake)\", \(rest)}").parts
            }
            let low = try await bytes(
                #""sizes": ["300@jpeg", "300@jpeg,q=95", "300"], "format": "webp", "quality": 20"#)
            let high = try await bytes(#""sizes": ["300@jpeg", "300@webp"], "quality": 95"#)
            #expect(low.map { $0["content-type"] } == ["image/jpeg", "image/jpeg", "image/webp"])
            #expect(low[0].body.count < low[1].body.count)
            #expect(low[1].body == high[0].body)
        }
    }

    // MARK: One source

    @Test("a source is fetched once for all of its sizes, from where it is named")
    func remote() async throws {
        let photograph = FakeAnswer(body: try RepositoryFiles.fixture("jpeg/grey.jpg"))
        try await FakeOrigin.with(answers: ["/a/photo.jpg": photograph]) { origin in
            try await withServer { server in
                let answer = try await server.post(
                    json: #"{"source": "\#(origin.url("/a/photo.jpg"))", "sizes": [100, 50, 20]}"#)
                let names = try answer.parts.map { $0["content-disposition"] }
                #expect(names.map { $0.contains("photo-100x67.jpg") } == [true, false, false])
                #expect(origin.record.requests.count == 1)
            }
        }
    }

    @Test(
        "what goes wrong with a source is the answer's status",
        arguments: [
            ("/404", 404, "source.status"), ("/500", 502, "source.status"), ("/text", 422, "render.notAnImage"),
            ("/large", 422, "source.tooLarge"), ("/cut", 422, "source.connectionLost"),
            ("/loop", 404, "source.tooManyRedirects"),
        ])
    func sourceFailure(path: String, status: Int, code: String) async throws {
        let answers = [
            "/500": FakeAnswer(status: 500), "/text": FakeAnswer(body: Array("<html>".utf8)),
            "/large": FakeAnswer(body: [UInt8](repeating: 0, count: 50_001)),
            "/cut": FakeAnswer(body: [1, 2, 3], pace: .closes(afterBytes: 1)), "/loop": .redirect(to: "/loop"),
        ]
        try await FakeOrigin.with(answers: answers) { origin in
            try await withServer(["--max-source-bytes", "50000"]) { server in
                let answer = try await server.post(json: #"{"source": "\#(origin.url(path))", "sizes": [1]}"#)
                #expect(answer.status == status)
                #expect(answer["Content-Type"] == "application/problem+json")
                #expect(try answer.problem.code == code)
                #expect(try answer.problem.status == status)
                try await eventually { server.heldBytes == 0 }
            }
        }
    }

    @Test("a source that takes too long is a timeout of the gateway")
    func slowSource() async throws {
        try await FakeOrigin.with(answers: ["/a": FakeAnswer(pace: .stallsBeforeHead)]) { origin in
            try await withServer(["--fetch-timeout", "50ms"]) { server in
                let answer = try await server.post(json: #"{"source": "\#(origin.url("/a"))", "sizes": [1]}"#)
                #expect(answer.status == 504)
                #expect(try answer.problem.code == "source.timedOut")
            }
        }
    }

    @Test("private addresses are refused unless they are allowed")
    func privateAddress() async throws {
        try await FakeOrigin.with { origin in
            try await withServer(allowsPrivate: false) { server in
                let answer = try await server.post(json: #"{"source": "\#(origin.url("/a"))", "sizes": [1]}"#)
                #expect(answer.status == 404)
                #expect(try answer.problem.code == "source.addressDenied")
                #expect(origin.record.acceptedConnections == 0)
            }
        }
    }

    @Test("a local source outside the root is refused, through a link, too")
    func localOutside() async throws {
        try await withServer { server in
            let outside = try ScratchFolder()
            try outside.write([1], to: "secret")
            try server.sources.link("link", to: "\(outside.path)/secret")
            for path in ["link", "%2e%2e/\(outside.path.split(separator: "/").last ?? "")/secret"] {
                let answer = try await server.post(json: #"{"source": "local:///\#(path)", "sizes": [1]}"#)
                #expect(answer.status == 404)
                #expect(try answer.problem.code == "source.notPermitted")
            }
        }
    }

    @Test("a broken picture is an error, and the server goes on")
    func brokenImage() async throws {
        try await withServer { server in
            for name in ["bad/header-only.jpg", "bad/bomb-50000x50000.png", "bad/html.png", "bad/empty.jpg"] {
                let answer = try await server.upload(try RepositoryFiles.fixture(name), query: "sizes=10")
                #expect(answer.status == 422, "\(name)")
                #expect(try answer.problem.code.hasPrefix("render."), "\(name)")
            }
            #expect(try await server.get("\(server.url)/health").status == 200)
            #expect(try await server.post(json: #"{"source": "\#(TestServer.lake)", "sizes": [9]}"#).status == 200)
        }
    }

    // MARK: Answers

    @Test(
        "the answer's form follows Accept",
        arguments: [
            (nil, "multipart/mixed", "image/jpeg"), ("*/*", "multipart/mixed", "image/jpeg"),
            ("application/zip", "application/zip", "application/zip"),
            ("multipart/mixed;q=0.1, application/zip", "application/zip", "application/zip"),
            ("multipart/*", "multipart/mixed", "multipart/mixed"),
            ("application/json", "application/json", "application/json"),
            ("application/json, text/plain, */*", "multipart/mixed", "image/jpeg"),
            ("image/png", "application/problem+json", "image/jpeg"),
            ("text/html,image/avif,image/webp,*/*;q=0.8", "text/html", "image/jpeg"),
            ("text/plain", "application/problem+json", "application/problem+json"),
        ] as [(String?, String, String)])
    func accept(accept: String?, several: String, one: String) async throws {
        try await withServer { server in
            for (sizes, type) in [("[9, 8]", several), ("[9]", one)] {
                let answer = try await server.post(
                    json: #"{"source": "\#(TestServer.lake)", "sizes": \#(sizes)}"#, accept: accept)
                #expect(answer["Content-Type"].hasPrefix(type))
                #expect(answer.status == (type == "application/problem+json" ? 406 : 200))
                if answer.status == 406 { #expect(try answer.problem.detail?.contains("send Accept:") == true) }
            }
        }
    }

    @Test("a report tells the facts of each picture, and its bytes on request", arguments: [false, true])
    func report(hasData: Bool) async throws {
        struct Report: Decodable {
            struct Rendition: Decodable {
                let width, height, bytes: Int
                let format, contentType, name: String
                let data: Data?
            }
            let width, height: Int
            let renditions: [Rendition]
        }
        try await withServer { server in
            let query = "source=local:///lake.jpg&sizes=80,40@png" + (hasData ? "&data=true" : "")
            let json =
                #"{"source": "\#(TestServer.lake)", "sizes": [80, "40@png"]\#(hasData ? #", "data": true"# : "")}"#
            let accept = hasData ? nil : "application/json"
            for answer in [
                try await server.get("\(server.renditions)?\(query)", accept: accept),
                try await server.post(json: json, accept: accept),
            ] {
                #expect(answer["Content-Type"] == "application/json")
                let report = try JSONDecoder().decode(Report.self, from: Data(answer.body))
                #expect(report.width == 640 && report.height == 427)
                #expect(
                    report.renditions.map { "\($0.width)x\($0.height) \($0.contentType)" } == [
                        "80x53 image/jpeg", "40x27 image/png",
                    ])
                #expect(report.renditions.map(\.name) == ["lake-80x53.jpg", "lake-40x27.png"])
                for rendition in report.renditions {
                    let count: Int? = hasData ? rendition.bytes : nil
                    #expect(rendition.data?.count == count)
                    if let data = rendition.data {
                        #expect(try Renderer.header(of: [UInt8](data)).stored.width == rendition.width)
                    }
                }
            }
            let refused = try await server.post(
                json: #"{"source": "\#(TestServer.lake)", "sizes": [8], "data": true, "store": "a.jpg"}"#)
            #expect(refused.status == 400)
        }
    }

    @Test("a list of sizes in a browser is a page that holds the pictures, and acts in no way")
    func page() async throws {
        try await withServer { server in
            try server.sources.write(try RepositoryFiles.fixture("jpeg/baseline.jpg"), to: "a<b>&\".jpg")
            let answer = try await server.get(
                "\(server.renditions)?source=local:///a%3Cb%3E%26%22.jpg&sizes=80,40@png",
                accept: "text/html,application/xhtml+xml,*/*;q=0.8")
            #expect(answer["Content-Type"] == "text/html; charset=utf-8")
            #expect(answer["Content-Security-Policy"].contains("default-src 'none'"))
            #expect(answer["Vary"] == "Accept")
            #expect(answer.text.contains("<h1>a&lt;b&gt;&amp;&quot;</h1>"))
            #expect(!answer.text.contains("a<b>"))
            let pictures = answer.text.split(separator: ";base64,").dropFirst().compactMap { text in
                Data(base64Encoded: String(text.prefix { $0 != "\"" }))
            }
            let sizes = try pictures.map { try Renderer.header(of: [UInt8]($0)).stored.width }
            #expect(sizes == [80, 40])
        }
    }

    @Test("a request that nobody could accept fetches nothing")
    func notAcceptable() async throws {
        try await FakeOrigin.with { origin in
            try await withServer { server in
                let json = #"{"source": "\#(origin.url("/a"))", "sizes": [9]}"#
                let answer = try await server.post(json: json, accept: "text/plain")
                #expect(answer.status == 406)
                #expect(origin.record.requests.isEmpty)
            }
        }
    }

    @Test("GET answers one size with the picture itself")
    func getImage() async throws {
        try await withServer { server in
            let answer = try await server.get("\(server.renditions)?source=local:///lake.jpg&sizes=80x60:fill@webp")
            #expect(answer.status == 200)
            #expect(answer["Content-Type"] == "image/webp")
            #expect(answer["Content-Length"] == "\(answer.body.count)")
            #expect([answer["Image-Width"], answer["Image-Height"]] == ["80", "60"])
            #expect(answer["X-Content-Type-Options"] == "nosniff")
            #expect(answer["Content-Disposition"] == "inline; filename=\"lake.webp\"")
        }
    }

    @Test("GET answers several sizes as POST does, and stores nothing")
    func getMany() async throws {
        try await withServer { server in
            let many = try await server.get("\(server.renditions)?source=local:///lake.jpg&sizes=80,40")
            #expect(try many.parts.map(\.summary) == ["80x53 image/jpeg", "40x27 image/jpeg"])
            let store = try await server.get("\(server.renditions)?source=local:///lake.jpg&sizes=80&store=a.jpg")
            #expect(store.status == 400)
            let none = try await server.get("\(server.renditions)?sizes=80")
            #expect(none.status == 400)
            #expect(try none.problem.code == "request.missingField")
            #expect(server.outputs.files.isEmpty)
        }
    }

    @Test("HEAD answers what GET does, without the body")
    func head() async throws {
        try await withServer { server in
            let url = "\(server.renditions)?source=local:///lake.jpg&sizes=80"
            let (head, get) = (try await server.send(.HEAD, url), try await server.get(url))
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
            #expect(head["Content-Length"] == get["Content-Length"])
            let logged = await server.log.requests(2)
            #expect(logged.map { $0["http.status"] } == ["200", "200"])
        }
    }

    // MARK: Several sources

    @Test("a source that fails is reported in its place, and the others are made")
    func partialFailure() async throws {
        try await withServer { server in
            let answer = try await server.post(
                json: """
                    {"sources": ["local:///none.jpg", "\(TestServer.lake)", "ftp://a/b", "local:///text"], "sizes": [20, 10]}
                    """)
            #expect(answer.status == 200)
            let parts = try answer.parts.sorted {
                ($0["source-index"], $0["rendition-index"]) < ($1["source-index"], $1["rendition-index"])
            }
            #expect(parts.map { $0["source-index"] } == ["0", "1", "1", "2", "3"])
            let problems = try parts.filter { $0["content-type"] == "application/problem+json" }.map {
                try JSONDecoder().decode(ProblemDetails.self, from: Data($0.body))
            }
            #expect(problems.map(\.code) == ["source.notFound", "source.schemeNotAllowed", "source.notFound"])
            let line = try #require(await server.log.requests(1).first)
            #expect(line["count.failures"] == "3")
            #expect(line["count.renditions"] == "2")
        }
    }

    @Test("results go out in the order in which they are done")
    func finishingOrder() async throws {
        let bytes = try RepositoryFiles.fixture("jpeg/grey.jpg")
        let answers = [
            "/slow.jpg": FakeAnswer(body: bytes, pace: .stallsBeforeHead), "/fast.jpg": FakeAnswer(body: bytes),
        ]
        try await FakeOrigin.with(answers: answers) { origin in
            try await withServer { server in
                let json =
                    #"{"sources": ["\#(origin.url("/slow.jpg"))", "\#(origin.url("/fast.jpg"))"], "sizes": [20]}"#
                let response = try await server.open(
                    .POST, server.renditions, headers: [("Content-Type", "application/json")], body: Array(json.utf8))
                var received: [UInt8] = []
                for try await chunk in response.body {
                    received += chunk.readableBytesView
                    // Only when the fast one has arrived is the slow one let go.
                    if String(decoding: received, as: UTF8.self).contains("Source-Index: 1") { origin.releaseStalls() }
                }
                let type = response.headers.first(name: "Content-Type") ?? ""
                let parts = try MixedPart.parts(of: received, contentType: type)
                #expect(parts.map { $0["source-index"] } == ["1", "0"])
            }
        }
    }

    @Test("only so many sources of a request are worked on at the same time")
    func parallelBound() async throws {
        let answer = FakeAnswer(body: try RepositoryFiles.fixture("jpeg/grey.jpg"), pace: .stallsBeforeHead)
        let paths = (0..<8).map { "/\($0)" }
        try await FakeOrigin.with(answers: Dictionary(uniqueKeysWithValues: paths.map { ($0, answer) })) { origin in
            try await withServer(["--parallel-sources", "3"]) { server in
                async let whole = server.post(
                    json:
                        #"{"sources": [\#(paths.map { "\"\(origin.url($0))\"" }.joined(separator: ","))], "sizes": [8]}"#
                )
                try await origin.wait { $0.requests.count == 3 }
                origin.releaseStalls()
                #expect(try await whole.parts.count == 8)
                #expect(origin.record.mostOpenConnections == 3)
            }
        }
    }

    @Test("more sources than allowed are refused")
    func tooManySources() async throws {
        try await withServer(["--max-sources", "2"]) { server in
            let answer = try await server.post(json: #"{"sources": ["a", "b", "c"], "sizes": [1]}"#)
            #expect(answer.status == 400)
            #expect(try answer.problem.code == "request.tooMany")
        }
    }

    @Test("fifty requests at once are all answered right")
    func manyRequests() async throws {
        try await withServer { server in
            try await withThrowingTaskGroup(of: (Int, String).self) { group in
                for width in 51...100 {
                    group.addTask {
                        let answer = try await server.post(
                            json: #"{"source": "\#(TestServer.lake)", "sizes": [\#(width)]}"#)
                        return (width, try answer.parts.map { try $0.measured }.joined())
                    }
                }
                for try await (width, measured) in group {
                    #expect(measured.hasPrefix("\(width)x"))
                    #expect(measured.hasSuffix(" image/jpeg"))
                }
            }
            let lines = await server.log.requests(50)
            #expect(lines.allSatisfy { $0["count.decodes"] == "1" })
            #expect(Set(lines.map { $0["http.request_id"] }).count == 50)
            try await eventually { server.heldBytes == 0 }
        }
    }
}

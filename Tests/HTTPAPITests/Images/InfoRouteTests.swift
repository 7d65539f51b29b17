import Foundation
import ImageModel
import TestSupport
import Testing

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(10))) struct InfoRouteTests {
    private static func info(
        _ server: URLServer, _ options: String, _ source: String = "local:///lake.jpg"
    ) async throws -> [String: Any] {
        let answer = try await server.send("/info" + URLServer.path(options, source))
        #expect(answer.status == 200, "\(answer.text)")
        #expect(answer["Content-Type"] == "application/json")
        return try #require(try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any])
    }

    @Test("format, size and dimensions are told unless they are left out")
    func standard() async throws {
        let lake = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        try await withURLServer { server async throws in
            let info = try await Self.info(server, "cb:1")
            #expect(info["format"] as? String == "jpeg")
            #expect(info["mime_type"] as? String == "image/jpeg")
            #expect(info["size"] as? Int == lake.count)
            #expect(info["width"] as? Int == 640)
            #expect(info["height"] as? Int == 427)
            #expect(info["exif"] is [String: String])
            #expect(info["blurhash"] == nil)
            #expect(try await Self.info(server, "size:0/exif:0")["size"] == nil)
        }
    }

    @Test("width and height are those that are shown")
    func orientation() async throws {
        let files = ["a.jpg": try RepositoryFiles.fixture("jpeg/orientation-6.jpg")]
        try await withURLServer(files: files) { server async throws in
            let info = try await Self.info(server, "cb:1", "local:///a.jpg")
            #expect(info["width"] as? Int == 240)
            #expect(info["height"] as? Int == 160)
            #expect(info["orientation"] as? Int == 6)
        }
    }

    @Test("colours, hashes and alpha are told when they are asked for")
    func pixels() async throws {
        let files = ["red.tiff": try URLServer.plain(40, 20, [200, 30, 30, 255], as: .tiff)]
        try await withURLServer(files: files) { server async throws in
            let options = "avg:1/dc:1:1/bh:4:3/th:1/alpha:1:1/cs:1/pn:1"
            let info = try await Self.info(server, options, "local:///red.tiff")
            #expect((info["average"] as? [String: Int])?["R"] == 200)
            let dominant = try #require(info["dominant_colors"] as? [String: [String: Int]])
            #expect(dominant["vibrant"] == ["R": 200, "G": 30, "B": 30])
            #expect(dominant.count == 6)
            #expect((info["blurhash"] as? String)?.count == 28)
            #expect((info["thumbhash"] as? String)?.isEmpty == false)
            #expect(info["alpha"] as? [String: Bool] == ["has_alpha": true, "has_transparency": false])
            #expect(info["colorspace"] as? String == "srgb")
            #expect(info["pages_number"] as? Int == 1)
        }
    }

    /// By what colours are known, in sources that say it in each of the ways there are.
    private static let colours = [
        ("jpeg/baseline.jpg", "assumed"), ("jpeg/wide-gamut-icc.jpg", "icc"), ("jpeg/cmyk-icc.jpg", "icc"),
        ("pictures/p3-numbers.avif", "cicp 12/13"), ("pictures/p3-numbers.heic", "cicp 12/13"),
        ("pictures/p3-numbers.png", "cicp 12/13"), ("pictures/pq.avif", "cicp 9/16"),
        ("pictures/gamma-1.png", "gamma"), ("pictures/p3-chromaticities.png", "gamma"),
        ("pictures/srgb-and-gamma.png", "assumed"), ("pictures/adobe-exif.jpg", "exif"),
        ("pictures/rgb-grey-icc.jpg", "assumed"),
    ]

    @Test("how colours are known is answered on request", arguments: colours)
    func colourSource(fixture: String, known: String) async throws {
        let name = "a." + fixture.split(separator: ".")[1]
        try await withURLServer(files: [name: try RepositoryFiles.fixture(fixture)]) { server async throws in
            #expect(try await Self.info(server, "cs:1", "local:///\(name)")["color_source"] as? String == known)
            #expect(try await Self.info(server, "cb:1", "local:///\(name)")["color_source"] == nil)
        }
    }

    /// A fixture with 300,000 bytes behind it, as its format has them.
    private static func long(_ fixture: String) throws -> [UInt8] {
        let (bytes, rest) = (try RepositoryFiles.fixture(fixture), [UInt8](repeating: 0, count: 300_000))
        switch fixture.prefix(4) {
        case "webp":
            // The chunks' common length, and a chunk that nobody knows.
            let length = bytes.count + rest.count
            var file = bytes
            file.replaceSubrange(4..<8, with: (0..<4).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) })
            file += Array("JUNK".utf8) + [0xE0, 0x93, 0x04, 0]
            return file + rest
        case "avif", "heic":
            let box: [UInt8] = [0, 0x04, 0x93, 0xE8] + Array("mdat".utf8)
            return bytes + box + rest
        default: return bytes + rest
        }
    }

    @Test(
        "of a long source only the beginning is downloaded when that tells what is asked, with and without a length",
        arguments: [
            ("jpeg/baseline.jpg", 640), ("png/rgba.png", 120), ("webp/lossy.webp", 320),
            ("webp/lossless-alpha.webp", 120),
            ("gif/animated.gif", 96), ("avif/still.avif", 240), ("heic/still.heic", 240), ("tiff/lzw.tiff", 120),
            ("bmp/rgb24.bmp", 80), ("ico/two-sizes.ico", 48),
        ], [FakeAnswer.Framing.contentLength, .chunked])
    func beginning(source: (fixture: String, width: Int), framing: FakeAnswer.Framing) async throws {
        let body = try Self.long(source.fixture)
        let answer = FakeAnswer(body: body, framing: framing, pace: .stalls(afterBytes: 100_000))
        try await withURLServer(answers: ["/a": answer]) { server async throws in
            let info = try await Self.info(server, "cb:1", server.origin.url("/a"))
            #expect(info["width"] as? Int == source.width)
            let size: Int? = if case .contentLength = framing { body.count } else { nil }
            #expect(info["size"] as? Int == size)
            #expect(info["exif"] is [String: String])
            #expect(server.origin.record.sentBytes == 100_000)
        }
    }

    @Test(
        "all is downloaded when the beginning does not tell what is asked",
        arguments: [
            ("jpeg/baseline.jpg", "avg:1"), ("gif/animated.gif", "pn:1"), ("gif/animated.gif", "alpha:1"),
            ("webp/animated.webp", "pn:1"), ("svg/shapes.svg", "cb:1"),
        ])
    func all(fixture: String, option: String) async throws {
        let bytes = try RepositoryFiles.fixture(fixture)
        // What is behind a drawing's end must be blank.
        let body = fixture.hasPrefix("svg") ? bytes + [UInt8](repeating: 10, count: 300_000) : try Self.long(fixture)
        let answer = FakeAnswer(body: body, framing: .chunked, pace: .pieces(bytes: 10_000))
        try await withURLServer(answers: ["/a": answer]) { server async throws in
            let info = try await Self.info(server, option, server.origin.url("/a"))
            #expect(info["size"] as? Int == body.count)
            #expect(server.origin.record.sentBytes == body.count)
        }
    }

    @Test("what the client has is not sent again")
    func notModified() async throws {
        try await withURLServer { server async throws in
            let path = "/info" + URLServer.path("cb:1")
            let tag = try await server.send(path)["ETag"]
            #expect(try await server.send(path, headers: [("If-None-Match", tag)]).status == 304)
        }
    }

    @Test(
        "errors have the statuses of images",
        arguments: [("page:4", 404), ("w:10", 404), ("hs:md5:" + String(repeating: "0", count: 32), 422)])
    func errors(options: String, status: Int) async throws {
        try await withURLServer { server async throws in
            #expect(try await server.send("/info" + URLServer.path(options)).status == status)
        }
    }
}

import Foundation
import ImageModel
import TestSupport
import Testing

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(2))) struct InfoRouteTests {
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
        let lake = try URLServer.fixture("jpeg/baseline.jpg")
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
        let files = ["a.jpg": try URLServer.fixture("jpeg/orientation-6.jpg")]
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

    @Test("of a long JPEG only the beginning is downloaded, and its size is told all the same")
    func beginning() async throws {
        let lake = try URLServer.fixture("jpeg/baseline.jpg")
        let long = lake + [UInt8](repeating: 0, count: 300_000)
        let stalling = FakeAnswer(body: long, pace: .stalls(afterBytes: 200_000))
        try await withURLServer(answers: ["/a.jpg": stalling]) { server async throws in
            let info = try await Self.info(server, "cb:1", server.origin.url("/a.jpg"))
            #expect(info["size"] as? Int == long.count)
            #expect(info["width"] as? Int == 640)
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

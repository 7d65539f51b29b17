import Foundation
import NIOHTTP1
import TestSupport
import Testing

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(10))) struct WatermarkTests {
    private static let red: [UInt8] = [255, 0, 0]

    private static func isRed(_ pixel: [Double]) -> Bool { pixel[0] > 230 && pixel[1] < 30 && pixel[2] < 30 }

    @Test("the configured watermark is seen where the URL wants it")
    func configured() async throws {
        let data = Data(try URLServer.plain(20, 20, Self.red)).base64EncodedString()
        let files = ["blue.png": try URLServer.plain(100, 100, [0, 0, 255])]
        try await withURLServer(["--watermark-data", data], files: files) { server async throws in
            let answer = try await server.get("wm:1:soea", "local:///blue.png")
            #expect(Self.isRed(try answer.pixel(x: 90, y: 90)))
            #expect(!Self.isRed(try answer.pixel(x: 70, y: 90)))
            let without = try await server.get("w:100", "local:///blue.png")
            #expect(!Self.isRed(try without.pixel(x: 90, y: 90)))
        }
    }

    @Test("the configured opacity makes it weaker")
    func opacity() async throws {
        let data = Data(try URLServer.plain(20, 20, Self.red)).base64EncodedString()
        let files = ["blue.png": try URLServer.plain(100, 100, [0, 0, 255])]
        try await withURLServer(["--watermark-data", data, "--watermark-opacity", "0.5"], files: files) {
            server async throws in
            let pixel = try await server.get("wm:1:ce", "local:///blue.png").pixel(x: 50, y: 50)
            #expect(abs(pixel[0] - 128) < 4)
            #expect(abs(pixel[2] - 127) < 4)
        }
    }

    @Test("a URL can name its own, which is fetched once")
    func ownWatermark() async throws {
        let answers = ["/mark.png": FakeAnswer(body: try URLServer.plain(20, 20, Self.red))]
        let files = ["blue.png": try URLServer.plain(100, 100, [0, 0, 255])]
        try await withURLServer(answers: answers, files: files) { server async throws in
            let mark = URLServer.encoded(server.origin.url("/mark.png"))
            for _ in 0..<2 {
                let answer = try await server.get("wmu:\(mark)/wm:1:nowe", "local:///blue.png")
                #expect(Self.isRed(try answer.pixel(x: 5, y: 5)))
            }
            #expect(server.origin.record.count("/mark.png") == 1)
        }
    }

    @Test("the JSON API shows it as well")
    func jsonAPI() async throws {
        let data = Data(try URLServer.plain(20, 20, Self.red)).base64EncodedString()
        let files = ["blue.png": try URLServer.plain(100, 100, [0, 0, 255])]
        try await withURLServer(["--watermark-data", data], files: files) { server async throws in
            let json = #"{"source": "local:///blue.png", "sizes": [{"width": 100, "watermark": [1, "soea"]}]}"#
            let answer = try await server.send(
                "/v1/renditions", method: .POST, headers: [("Content-Type", "application/json")],
                body: Array(json.utf8))
            let start = try #require(answer.body.firstRange(of: [0x89, 0x50, 0x4E, 0x47])).lowerBound
            let picture = TestAnswer(status: 200, headers: [:], body: Array(answer.body[start...]))
            #expect(Self.isRed(try picture.pixel(x: 90, y: 90)))
            #expect(!Self.isRed(try picture.pixel(x: 10, y: 10)))
        }
    }

    @Test("a watermark that cannot be had is an error, and not left out")
    func missing() async throws {
        try await withURLServer { server async throws in
            let mark = URLServer.encoded("local:///none.png")
            let answer = try await server.get("wmu:\(mark)/wm:1")
            #expect(answer.status == 404)
            #expect(answer.text.contains("watermark"))
        }
    }
}

import Foundation
import TestSupport
import Testing

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(10))) struct FallbackTests {
    private static func fallback(_ more: [String] = []) throws -> [String] {
        ["--fallback-image-data", Data(try URLServer.plain(64, 32, [200, 0, 0])).base64EncodedString()] + more
    }

    @Test(
        "the fallback image stands in for what cannot be had or decoded, with the options applied to it",
        arguments: ["local:///none.jpg", "local:///text.txt", "ORIGIN/gone.jpg"])
    func standsIn(source: String) async throws {
        let files = ["text.txt": Array("no picture".utf8)]
        try await withURLServer(try Self.fallback(), files: files) { server async throws in
            let answer = try await server.get("w:32", source.replacing("ORIGIN", with: server.origin.url("")))
            #expect(answer.status == 200)
            #expect(try answer.picture == "32x16 png")
            #expect(answer["ETag"].isEmpty)
            #expect(answer["Cache-Control"] == "max-age=31536000, public")
        }
    }

    @Test("its status and lifetime are those that are set", arguments: [(404, 404), (0, 404), (202, 202)])
    func status(set: Int, answered: Int) async throws {
        let more = ["--fallback-image-status", "\(set)", "--fallback-image-ttl", "30"]
        try await withURLServer(try Self.fallback(more)) { server async throws in
            let answer = try await server.get("w:32", "local:///none.jpg")
            #expect(answer.status == answered)
            #expect(answer["Cache-Control"] == "max-age=30, public")
            #expect(try answer.picture == "32x16 png")
        }
    }

    @Test("a URL can name its own, which is fetched once")
    func ownImage() async throws {
        let answers = ["/fallback.png": FakeAnswer(body: try URLServer.plain(10, 10, [0, 0, 200]))]
        try await withURLServer(answers: answers) { server async throws in
            let option = "fiu:\(URLServer.encoded(server.origin.url("/fallback.png")))"
            for _ in 0..<2 {
                let answer = try await server.get("w:5/\(option)", "local:///none.jpg")
                #expect(try answer.picture == "5x5 png")
            }
            #expect(server.origin.record.count("/fallback.png") == 1)
        }
    }

    @Test("an error in the URL is none of the source's")
    func urlErrors() async throws {
        try await withURLServer(try Self.fallback()) { server async throws in
            #expect(try await server.get("w:oops").status == 404)
            #expect(try await server.get("w:10/msr:1").status == 403)
        }
    }

    @Test("without the fallback image, the source's own error is told")
    func brokenFallback() async throws {
        try await withURLServer(["--fallback-image-url", "ORIGIN/none.png"]) { server async throws in
            let answer = try await server.get("w:10", "local:///none.jpg")
            #expect(answer.code == "source.notFound")
        }
    }
}

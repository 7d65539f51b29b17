import Foundation
import TestSupport
import Testing

@testable import HTTPAPI

/// Image URLs of sources that are cut.
@Suite(.timeLimit(.minutes(10))) struct DamagedSourceTests {
    private static func files() throws -> [String: [UInt8]] {
        let jpeg = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        let gif = try RepositoryFiles.fixture("gif/animated.gif")
        return [
            "cut.jpg": Array(jpeg.prefix(jpeg.count / 2)), "cut.gif": Array(gif.prefix(gif.count / 2)),
            "head.jpg": Array(jpeg.prefix(100)), "without-end.jpg": jpeg.dropLast(2),
        ]
    }

    @Test(
        "What there is is shown, said, kept for a minute only, and not told apart by tags",
        arguments: ["cut.jpg", "cut.gif"])
    func shown(name: String) async throws {
        try await withURLServer(files: try Self.files()) { server async throws in
            let answer = try await server.get("w:32/f:\(name.suffix(3))", "local:///\(name)")
            #expect(answer.status == 200)
            #expect(try answer.picture.hasPrefix("32x"))
            #expect(answer["Source-Damaged"] == "true")
            #expect(answer["Cache-Control"] == "max-age=60, public")
            #expect(answer["ETag"].isEmpty && answer["Last-Modified"].isEmpty)
        }
    }

    @Test("Whole sources are not called damaged", arguments: ["lake.jpg", "without-end.jpg"])
    func whole(name: String) async throws {
        try await withURLServer(files: try Self.files()) { server async throws in
            let answer = try await server.get("w:32", "local:///\(name)")
            #expect(answer.status == 200)
            #expect(answer["Source-Damaged"].isEmpty)
            #expect(answer["Cache-Control"] == "max-age=31536000, public")
            #expect(!answer["ETag"].isEmpty && !answer["Last-Modified"].isEmpty)
        }
    }

    @Test("Sources of which nothing can be shown are refused")
    func nothing() async throws {
        try await withURLServer(files: try Self.files()) { server async throws in
            let answer = try await server.get("w:32", "local:///head.jpg")
            #expect(answer.status == 422)
            #expect(answer.code == "render.notAnImage")
        }
    }

    @Test("Damage is refused where the operator says so", arguments: ["cut.jpg", "cut.gif"])
    func refused(name: String) async throws {
        try await withURLServer(["--damaged-sources", "refuse"], files: try Self.files()) { server async throws in
            let answer = try await server.get("w:32/f:\(name.suffix(3))", "local:///\(name)")
            #expect(answer.status == 422)
            #expect(answer.code == "render.undecodable")
        }
    }

    @Test(
        "An answer is kept no longer than the shortest of what is said of it",
        arguments: [
            (["--ttl", "10"], "max-age=10, public"), (["--damaged-ttl", "5"], "max-age=5, public"),
            (["--damaged-ttl", "0"], "no-cache"), (["--ttl", "0"], "no-cache"),
        ])
    func lifetime(settings: [String], control: String) async throws {
        try await withURLServer(settings, files: try Self.files()) { server async throws in
            #expect(try await server.get("w:32", "local:///cut.jpg")["Cache-Control"] == control)
        }
    }

    @Test("An origin's promises don't hold for what is damaged")
    func origin() async throws {
        let cut = try #require(try Self.files()["cut.jpg"])
        let answers = [
            "/cut.jpg": FakeAnswer(
                headers: [
                    ("Cache-Control", "max-age=9000, s-maxage=8000, immutable, stale-while-revalidate=7000"),
                    ("ETag", "\"1\""),
                ],
                body: cut)
        ]
        try await withURLServer(["--cache-control-passthrough"], answers: answers) { server async throws in
            let answer = try await server.get("w:32", server.origin.url("/cut.jpg"))
            #expect(answer["Cache-Control"] == "max-age=60, s-maxage=60")
            #expect(answer["ETag"].isEmpty)
        }
    }

    @Test("Facts that the header tells are told, those of pixels are not")
    func info() async throws {
        try await withURLServer(files: try Self.files()) { server async throws in
            let source = URLServer.encoded("local:///cut.jpg")
            let header = try await server.send("/info/unsafe/\(source)")
            #expect(header.status == 200)
            #expect(header.text.contains("640"))
            #expect(try await server.send("/info/unsafe/avg:1/\(source)").status == 422)
        }
    }
}

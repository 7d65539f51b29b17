import Cryptography
import Foundation
import ImageModel
import NIOHTTP1
import TestSupport
import Testing

@testable import HTTPAPI

/// Options of whole requests, and what JSON has beside plain sizes.
@Suite(.timeLimit(.minutes(10))) struct RenditionsOptionsTests {
    private static func body(_ rest: String, source: String = TestServer.lake) -> String {
        "{\"source\": \"\(source)\", \(rest)}"
    }

    // MARK: Checksums

    @Test("a source whose digest is another one is refused, an upload as well")
    func checksum() async throws {
        let bytes = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        let digest = HexText.text(SHA256.digest(of: bytes))
        try await withServer { server in
            let right = try await server.post(json: Self.body(#""sizes": [20], "hashsum": "sha256:\#(digest)""#))
            #expect(try right.parts.map(\.summary) == ["20x13 image/jpeg"])
            let wrong = digest.reversed().map(String.init).joined()
            let refused = try await server.post(json: Self.body(#""sizes": [20], "hashsum": "sha256:\#(wrong)""#))
            #expect(refused.status == 422)
            let form = """
                --b\r\nContent-Disposition: form-data; name="request"\r\nContent-Type: application/json\r\n\r\n\
                {"sizes": [20], "hashsum": ["sha256", "\(wrong)"]}\r\n\
                --b\r\nContent-Disposition: form-data; name="image"\r\nContent-Type: image/jpeg\r\n\r\n
                """
            let upload = try await server.send(
                .POST, server.renditions, headers: [("Content-Type", "multipart/form-data; boundary=b")],
                body: Array(form.utf8) + bytes + Array("\r\n--b--\r\n".utf8))
            #expect(upload.status == 422, "\(upload.text)")
            #expect(try upload.problem.detail == refused.problem.detail)
        }
    }

    // MARK: In place of a source

    private static let fallbackBody =
        #""sizes": [8, 4], "fallback_image_url": "local:///other.png", "filename": "stand in""#

    @Test("a fallback image stands in for a source that cannot be had, and parts say why")
    func fallback() async throws {
        try await withServer { server in
            try server.sources.write(try URLServer.plain(16, 8, [200, 0, 0]), to: "other.png")
            for source in ["local:///none.jpg", TestServer.lake] {
                let answer = try await server.post(json: Self.body(Self.fallbackBody, source: source))
                let isThere = source == TestServer.lake
                let parts = try answer.parts
                #expect(
                    parts.map(\.summary)
                        == (isThere ? ["8x5 image/jpeg", "4x3 image/jpeg"] : ["8x4 image/png", "4x2 image/png"]))
                let problem = isThere ? "" : "source.notFound"
                #expect(parts.map { $0["source-problem"] } == [problem, problem])
                #expect(parts[0]["content-disposition"].contains("stand in-8x"))
            }
        }
    }

    @Test("an archive has the reason beside the fallback image")
    func fallbackInArchive() async throws {
        try await withServer { server in
            try server.sources.write(try URLServer.plain(16, 8, [200, 0, 0]), to: "other.png")
            let json =
                #"{"sources": ["local:///none.jpg", "\#(TestServer.lake)"], "sizes": [8], "#
                + #""fallback_image_url": "local:///other.png"}"#
            let answer = try await server.post(json: json, accept: "application/zip")
            let names = try ZipEntry.entries(of: answer.body).map(\.name)
            #expect(Set(names) == ["0/fallback-8x4.png", "0/error.json", "1/lake-8x5.jpg"])
        }
    }

    @Test("without the fallback image, the source's own error is told")
    func brokenFallback() async throws {
        try await withServer { server in
            let answer = try await server.post(json: Self.body(Self.fallbackBody, source: "local:///none.jpg"))
            #expect(answer.status == 404)
            let plain = try await server.post(json: Self.body(#""sizes": [8]"#, source: "local:///none.jpg"))
            #expect(answer.text == plain.text)
        }
    }

    // MARK: Sources that are handed on

    @Test("a source of a format that is skipped goes out as it is, where no other format is asked for")
    func skipping() async throws {
        try await withServer { server in
            let bytes = try RepositoryFiles.fixture("jpeg/baseline.jpg")
            let answer = try await server.post(
                json: Self.body(#""sizes": [20, "30@png", "10@jpeg"], "skip_processing": ["jpg", "gif"]"#))
            let parts = try answer.parts
            #expect(parts.map(\.summary) == ["640x427 image/jpeg", "30x20 image/png", "640x427 image/jpeg"])
            #expect(parts[0].body == bytes && parts[2].body == bytes)
            let all = try await server.post(json: Self.body(#""sizes": [20], "skip_processing": "jpeg""#)).parts
            #expect(all.map(\.body) == [bytes])
        }
    }

    // MARK: Limits, presets, chains

    @Test("limits hold for this request where they may be replaced")
    func limits() async throws {
        try await withURLServer(["--allow-security-options"]) { server async throws in
            for (limit, status) in [
                ("max_src_resolution\": 0.1", 422), ("max_src_file_size\": 100", 422), ("max_src_resolution\": 5", 200),
            ] {
                let answer = try await server.post(Self.body("\"sizes\": [20], \"\(limit)"))
                #expect(answer.status == status, "\(limit)")
            }
            let small = try await server.post(Self.body(#""sizes": [200], "max_result_dimension": 50"#))
            #expect(try small.parts.map(\.summary) == ["50x33 image/jpeg"])
        }
        try await withURLServer { server async throws in
            let answer = try await server.post(Self.body(#""sizes": [20], "max_src_file_size": 0"#))
            #expect(answer.status == 403)
        }
    }

    @Test("an element takes the presets of URLs, and a chain")
    func presets() async throws {
        try await withURLServer(["--presets", "thumb=rs:fill:40:40/f:png"]) { server async throws in
            let answer = try await server.post(
                Self.body(
                    #""sizes": [{"preset": "thumb"}, {"preset": "thumb", "height": 20, "then": [{"padding": 3}]}]"#))
            #expect(try answer.parts.map(\.summary) == ["40x40 image/png", "46x26 image/png"])
            let measured = try answer.parts.map { try $0.measured }
            #expect(measured == ["40x40 image/png", "46x26 image/png"])
            let unknown = try await server.post(Self.body(#""sizes": [{"preset": "none"}]"#))
            #expect(unknown.status == 404)
        }
    }

    @Test("a request after its time is refused")
    func expired() async throws {
        try await withServer { server in
            let past = try await server.post(json: Self.body(#""sizes": [20], "expires": 1"#))
            #expect(past.status == 404)
            let early = try await server.post(json: Self.body(#""sizes": [20], "expires": 4000000000"#))
            #expect(early.status == 200)
        }
    }
}

extension URLServer {
    fileprivate func post(_ json: String) async throws -> TestAnswer {
        let answer = try await send(
            "/v1/renditions", method: .POST, headers: [("Content-Type", "application/json")], body: Array(json.utf8))
        return TestAnswer(status: answer.status, headers: answer.headers, body: answer.body)
    }
}

import Foundation
import ImageModel
import Rendering
import TestSupport
import Testing

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(10))) struct ZipBodyTests {
    @Test("an archive holds each rendition under its own name")
    func oneSource() async throws {
        try await withServer { server in
            let answer = try await server.post(
                json: #"{"source": "\#(TestServer.lake)", "sizes": [100, 50, "50,q=10", "50@webp"]}"#,
                accept: "application/zip")
            #expect(answer["Content-Type"] == "application/zip")
            let entries = try ZipEntry.entries(of: answer.body)
            #expect(
                entries.map(\.name) == ["lake-100x67.jpg", "lake-50x33.jpg", "lake-50x33-3.jpg", "lake-50x33.webp"])
            #expect(try entries.map { try Renderer.header(of: $0.bytes).stored.width } == [100, 50, 50, 50])
            try await eventually { server.heldBytes == 0 }
        }
    }

    @Test("several sources have a folder each, and a failure is a file in its place")
    func severalSources() async throws {
        try await withServer { server in
            let answer = try await server.post(
                json: #"{"sources": ["\#(TestServer.lake)", "local:///none", "\#(TestServer.lake)"], "sizes": [10]}"#,
                accept: "application/zip")
            let entries = try ZipEntry.entries(of: answer.body).sorted { $0.name < $1.name }
            #expect(entries.map(\.name) == ["0/lake-10x7.jpg", "1/error.json", "2/lake-10x7.jpg"])
            let problem = try JSONDecoder().decode(ProblemDetails.self, from: Data(entries[1].bytes))
            #expect(problem.code == "source.notFound")
        }
    }
}

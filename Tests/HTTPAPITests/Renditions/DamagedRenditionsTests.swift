import Foundation
import Rendering
import TestSupport
import Testing

@testable import HTTPAPI

/// `/v1/renditions` of sources that are cut.
@Suite(.timeLimit(.minutes(10))) struct DamagedRenditionsTests {
    private static func with(_ settings: [String] = [], _ body: @escaping (TestServer) async throws -> Void)
        async throws
    {
        try await withServer(settings) { server in
            let jpeg = try RepositoryFiles.fixture("jpeg/baseline.jpg")
            try server.sources.write(Array(jpeg.prefix(jpeg.count / 2)), to: "cut.jpg")
            try await body(server)
        }
    }

    private static let both = #"{"sources": ["local:///cut.jpg", "\#(TestServer.lake)"], "sizes": [20, 10]}"#
    private static let stored =
        #"{"sources": ["local:///cut.jpg", "\#(TestServer.lake)"], "sizes": [20], "store": "{stem}.{ext}"}"#

    private struct Reports: Decodable {
        struct Report: Decodable {
            var index: Int
            var damaged: Bool?
            var error: ProblemDetails?
        }

        var results: [Report]
    }

    private static func reports(_ answer: TestAnswer) throws -> [Reports.Report] {
        try JSONDecoder().decode(Reports.self, from: Data(answer.body)).results.sorted { $0.index < $1.index }
    }

    @Test("Each part that shows a damaged source says so, and the log counts the source")
    func parts() async throws {
        try await Self.with { server in
            let parts = try await server.post(json: Self.both).parts
            #expect(parts.count == 4)
            for part in parts { #expect(part["source-damaged"] == (part["source-index"] == "0" ? "true" : "")) }
            let line = try #require(await server.log.requests(1).first)
            #expect(line["count.damaged"] == "1")
            #expect(line["count.failures"] == "0")
        }
    }

    @Test("The log says nothing of damage where there is none")
    func quietLog() async throws {
        try await Self.with { server in
            _ = try await server.post(json: #"{"source": "\#(TestServer.lake)", "sizes": [10]}"#)
            #expect(try #require(await server.log.requests(1).first)["count.damaged"].isEmpty)
        }
    }

    @Test("An archive has the problem beside the pictures")
    func archive() async throws {
        try await Self.with { server in
            let answer = try await server.post(json: Self.both, accept: "application/zip")
            let entries = try ZipEntry.entries(of: answer.body).sorted { $0.name < $1.name }
            #expect(
                entries.map(\.name) == [
                    "0/cut-10x7.jpg", "0/cut-20x13.jpg", "0/error.json", "1/lake-10x7.jpg", "1/lake-20x13.jpg",
                ])
            let problem = try JSONDecoder().decode(ProblemDetails.self, from: Data(entries[2].bytes))
            #expect(problem.code == "render.damaged")
        }
    }

    @Test("The image itself has a header")
    func image() async throws {
        try await Self.with { server in
            let answer = try await server.get("\(server.renditions)?source=local:///cut.jpg&sizes=20")
            #expect(answer.status == 200)
            #expect(answer["Source-Damaged"] == "true")
        }
    }

    @Test("Nothing of a damaged source is stored")
    func refused() async throws {
        try await Self.with { server in
            let reports = try Self.reports(try await server.post(json: Self.stored))
            #expect(reports.map { $0.error?.code } == ["render.undecodable", nil])
            #expect(reports.allSatisfy { $0.damaged == nil })
            #expect(server.outputs.files == ["lake.jpg"])
        }
    }

    @Test("Where the operator has damage shown, it is stored, and the report says it")
    func storedToo() async throws {
        try await Self.with(["--damaged-sources", "show"]) { server in
            let reports = try Self.reports(try await server.post(json: Self.stored))
            #expect(reports.map(\.damaged) == [true, nil])
            #expect(server.outputs.files == ["cut.jpg", "lake.jpg"])
        }
    }

    @Test("Where the operator has damage refused, nothing is shown")
    func neverShown() async throws {
        try await Self.with(["--damaged-sources", "refuse"]) { server in
            let answer = try await server.get("\(server.renditions)?source=local:///cut.jpg&sizes=20")
            #expect(answer.status == 422)
            #expect(try answer.problem.code == "render.undecodable")
        }
    }
}

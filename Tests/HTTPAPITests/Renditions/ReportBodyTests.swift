import Foundation
import ImageModel
import Rendering
import TestSupport
import Testing

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(10))) struct ReportBodyTests {
    private struct Report: Decodable {
        struct Rendition: Decodable {
            var path: String
            var width: Int
            var height: Int
            var format: String
            var contentType: String
            var bytes: Int
        }

        var index: Int?
        var source: String
        var width: Int?
        var format: String?
        var bytes: Int?
        var renditions: [Rendition]?
        var error: ProblemDetails?
    }

    private struct Reports: Decodable {
        var results: [Report]
    }

    @Test("a request with a store is answered with what was written, and the files are there")
    func oneSource() async throws {
        try await withServer { server in
            let answer = try await server.post(
                json:
                    #"{"source": "\#(TestServer.lake)", "sizes": [100, "50@webp"], "store": "thumbs/{hash}/{width}.{ext}"}"#
            )
            #expect(answer.status == 200)
            #expect(answer["Content-Type"] == "application/json")
            let report = try JSONDecoder().decode(Report.self, from: Data(answer.body))
            #expect(report.source == TestServer.lake)
            #expect(report.width == 640)
            #expect(report.format == "jpeg")
            #expect(report.bytes == 28_075)
            let renditions = try #require(report.renditions)
            #expect(renditions.map(\.contentType) == ["image/jpeg", "image/webp"])
            #expect(server.outputs.files == renditions.map(\.path).sorted())
            for rendition in renditions {
                let bytes = try server.outputs.bytes(of: rendition.path)
                #expect(bytes.count == rendition.bytes)
                let header = try Renderer.header(of: bytes)
                #expect(header.stored == PixelSize(width: rendition.width, height: rendition.height))
                #expect(header.format.rawValue == rendition.format)
            }
            try await eventually { server.heldBytes == 0 }
        }
    }

    @Test("an upload can be stored, too, and replaces what was there")
    func upload() async throws {
        try await withServer { server in
            try server.outputs.write([1], to: "a/upload-20.jpg")
            let answer = try await server.upload(
                try RepositoryFiles.fixture("jpeg/baseline.jpg"),
                query: "sizes=20&store=a/%7Bstem%7D-%7Bwidth%7D.%7Bext%7D")
            #expect(answer.status == 200)
            #expect(server.outputs.files == ["a/upload-20.jpg"])
            #expect(try Renderer.header(of: try server.outputs.bytes(of: "a/upload-20.jpg")).stored.width == 20)
        }
    }

    @Test("several sources are reported each, a failure in its place")
    func severalSources() async throws {
        try await withServer { server in
            try server.sources.write(try RepositoryFiles.fixture("jpeg/grey.jpg"), to: "grey.jpg")
            let answer = try await server.post(
                json:
                    #"{"sources": ["\#(TestServer.lake)", "local:///none", "local:///grey.jpg"], "sizes": [10], "store": "{stem}.{ext}"}"#
            )
            let results = try JSONDecoder().decode(Reports.self, from: Data(answer.body)).results
                .sorted { ($0.index ?? -1) < ($1.index ?? -1) }
            #expect(results.map(\.index) == [0, 1, 2])
            #expect(results.map { $0.renditions?.first?.path } == ["lake.jpg", nil, "grey.jpg"])
            #expect(results[1].error?.code == "source.notFound")
            #expect(server.outputs.files == ["grey.jpg", "lake.jpg"])
        }
    }

    @Test("sources of one request don't replace each other's files")
    func collision() async throws {
        try await withServer { server in
            try server.sources.write(try RepositoryFiles.fixture("jpeg/grey.jpg"), to: "grey.jpg")
            let answer = try await server.post(
                json:
                    #"{"sources": ["\#(TestServer.lake)", "local:///grey.jpg"], "sizes": [10], "store": "{width}.{ext}"}"#
            )
            let results = try JSONDecoder().decode(Reports.self, from: Data(answer.body)).results
            #expect(results.compactMap(\.error).map(\.code) == ["storage.collision"])
            #expect(server.outputs.files == ["10.jpg"])
        }
    }

    @Test("without an output root a store is refused")
    func noStore() async throws {
        try await withServer(stores: false) { server in
            let answer = try await server.post(
                json: #"{"source": "\#(TestServer.lake)", "sizes": [1], "store": "a.jpg"}"#)
            #expect(answer.status == 404)
            #expect(try answer.problem.code == "storage.notConfigured")
        }
    }

    @Test("a stored answer is JSON or nothing")
    func accept() async throws {
        try await withServer { server in
            let json = #"{"source": "\#(TestServer.lake)", "sizes": [1], "store": "a.jpg"}"#
            let refused = try await server.post(json: json, accept: "application/zip")
            #expect(refused.status == 406)
            #expect(server.outputs.files.isEmpty)
            let stored = try await server.post(json: json, accept: "application/*")
            #expect(stored.status == 200)
        }
    }
}

import NIOCore
import NIOHTTP1
import TestSupport
import Testing

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(10))) struct RenditionsIntakeTests {
    @Test(
        "documents that ask for nothing sensible are refused with their place",
        arguments: [
            ("{", "request.invalidJSON", "JSON"), ("[]", "request.invalidField", "object"),
            (#"{"sizes": [1]}"#, "request.missingField", "source"),
            (#"{"source": "local:///a"}"#, "request.missingField", "sizes"),
            (#"{"source": "local:///a", "sizes": [1], "colour": 1}"#, "request.unknownField", "colour"),
            (#"{"source": "local:///a", "sizes": [{"width": 1, "fot": "fill"}]}"#, "request.unknownField", "sizes[0]"),
            (#"{"source": "local:///a", "sizes": [1, "9z"]}"#, "request.invalidField", "sizes[1]"),
            (#"{"source": "local:///a", "sizes": "none"}"#, "request.unknownSizeList", "avatar"),
            (#"{"source": "local:///a", "sizes": [1], "quality": 101}"#, "request.invalidField", "quality"),
            (#"{"source": "local:///a", "sources": ["b"], "sizes": [1]}"#, "request.invalidField", "both"),
            (#"{"source": "a.jpg", "sizes": [1]}"#, "source.schemeNotAllowed", "local:///"),
            (#"{"source": "local:///a", "sizes": [1], "store": "../a"}"#, "storage.invalidTemplate", ".."),
        ])
    func refusedDocuments(json: String, code: String, text: String) async throws {
        try await withServer(["--size-lists", "avatar=16"]) { server in
            let answer = try await server.post(json: json)
            #expect(answer.status == (code == "source.schemeNotAllowed" ? 404 : 400))
            #expect(answer["Content-Type"] == "application/problem+json")
            #expect(try answer.problem.code == code)
            #expect(try answer.problem.detail?.contains(text) == true)
        }
    }

    @Test("JSON over the limit is refused")
    func largeJSON() async throws {
        try await withServer(["--max-json-bytes", "1KiB"]) { server in
            let answer = try await server.post(json: "{\"source\": \"\(String(repeating: "a", count: 1024))\"}")
            #expect(answer.status == 413)
            #expect(try answer.problem.code == "body.bodyTooLarge")
            #expect(try answer.problem.detail?.contains("1024") == true)
        }
    }

    @Test(
        "content types that are not read are named",
        arguments: [(nil, "missing"), ("text/plain", "text/plain"), ("application/zip", "application/zip")]
            as [(String?, String)])
    func contentType(type: String?, text: String) async throws {
        try await withServer { server in
            let answer = try await server.send(
                .POST, "\(server.renditions)?sizes=1", headers: type.map { [("Content-Type", $0)] } ?? [], body: [1, 2])
            #expect(answer.status == 415)
            #expect(try answer.problem.code == "body.unsupportedMediaType")
            #expect(try answer.problem.detail?.contains(text) == true)
        }
    }

    // MARK: Uploads

    @Test(
        "an image as the body is rendered at the query's sizes", arguments: ["image/jpeg", "application/octet-stream"])
    func upload(type: String) async throws {
        try await withServer { server in
            let headers = [("Content-Type", type), ("Content-Disposition", "attachment; filename=\"my lake.png\"")]
            let answer = try await server.upload(
                try RepositoryFiles.fixture("jpeg/baseline.jpg"), query: "sizes=100,40x40:fill%40png&quality=50",
                headers: headers)
            #expect(answer.status == 200)
            let parts = try answer.parts
            // The bytes say what it is, whatever the request calls it.
            #expect(parts.map(\.summary) == ["100x67 image/jpeg", "40x40 image/png"])
            #expect(parts[0]["content-disposition"].contains("my lake-100x67.jpg"))
            try await eventually { server.heldBytes == 0 }
        }
    }

    @Test(
        "an upload's query is as strict as a document",
        arguments: ["", "sizes=", "sizes=1&size=2", "sizes=1&sizes=2", "sizes=1&format=xcf", "sizes=1&source=a"])
    func uploadQuery(query: String) async throws {
        try await withServer { server in
            let answer = try await server.upload([1], query: query)
            #expect(answer.status == 400)
            #expect(try answer.problem.code.hasPrefix("request."))
        }
    }

    @Test("an upload that is packed is refused for that", arguments: ["gzip", "br", "GZIP"])
    func packedUpload(coding: String) async throws {
        try await withServer { server in
            let headers = [("Content-Type", "image/jpeg"), ("Content-Encoding", coding)]
            let answer = try await server.upload([1, 2, 3], query: "sizes=1", headers: headers)
            #expect(answer.status == 415)
            #expect(try answer.problem.code == "body.unsupportedEncoding")
            #expect(try answer.problem.detail?.contains(coding) == true)
        }
    }

    @Test("an upload over the limit is refused, with a length in front or without", arguments: [true, false])
    func largeUpload(declaresLength: Bool) async throws {
        try await withServer(["--max-source-bytes", "10000"]) { server in
            try await RawConnection.with(port: server.port) { connection in
                let length = declaresLength ? "Content-Length: 20000" : "Transfer-Encoding: chunked"
                try await connection.write(
                    "POST /v1/renditions?sizes=1 HTTP/1.1\r\nHost: a\r\nContent-Type: image/jpeg\r\n\(length)\r\n\r\n")
                let bytes = [UInt8](repeating: 0, count: 20_000)
                try await connection.write(
                    declaresLength ? bytes : Array("4e20\r\n".utf8) + bytes + Array("\r\n0\r\n\r\n".utf8))
                let answer = try await connection.read(until: "}")
                #expect(answer.hasPrefix("HTTP/1.1 413 "))
                #expect(answer.contains("body.bodyTooLarge"))
            }
            let lines = await server.log.requests(1)
            #expect(lines.map { $0["error.code"] } == ["body.bodyTooLarge"])
            try await eventually { server.heldBytes == 0 }
        }
    }

    @Test("an upload that ends too early is refused, and holds nothing")
    func truncatedUpload() async throws {
        try await withServer { server in
            try await RawConnection.with(port: server.port) { connection in
                try await connection.write(
                    "POST /v1/renditions?sizes=1 HTTP/1.1\r\nHost: a\r\nContent-Type: image/jpeg\r\nContent-Length: 9\r\n\r\nabc"
                )
                connection.endWriting()
                #expect(try await connection.read(until: "}").hasPrefix("HTTP/1.1 400 "))
            }
            let line = try #require(await server.log.requests(1).first)
            #expect(line["error.code"] == "body.truncatedBody")
            try await eventually { server.heldBytes == 0 }
            #expect(try await server.get("\(server.url)/health").status == 200)
        }
    }

    @Test("a client that goes away in the middle of its upload leaves nothing behind")
    func abandonedUpload() async throws {
        try await withServer { server in
            try await RawConnection.with(port: server.port) { connection in
                try await connection.write(
                    "POST /v1/renditions?sizes=1 HTTP/1.1\r\nHost: a\r\nContent-Type: image/jpeg\r\nContent-Length: 9\r\n\r\nabc"
                )
                try await eventually { server.heldBytes > 0 }
            }
            let line = try #require(await server.log.requests(1).first)
            #expect(["400", "499"].contains(line["http.status"]))
            try await eventually { server.heldBytes == 0 }
        }
    }
}

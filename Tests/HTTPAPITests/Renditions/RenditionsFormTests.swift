import NIOHTTP1
import TestSupport
import Testing

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(10))) struct RenditionsFormTests {
    private static let json = "Content-Disposition: form-data; name=\"request\"\r\nContent-Type: application/json"
    private static let file =
        "Content-Disposition: form-data; name=\"file\"; filename=\"lake.jpg\"\r\nContent-Type: image/jpeg"

    /// Sends a form with these parts: headers and content each.
    private func send(
        _ parts: [(String, [UInt8])], query: String = "", to server: TestServer
    ) async throws -> TestAnswer {
        var body: [UInt8] = []
        for (headers, content) in parts {
            body += Array("--limit\r\n\(headers)\r\n\r\n".utf8) + content + Array("\r\n".utf8)
        }
        return try await server.send(
            .POST, server.renditions + query, headers: [("Content-Type", "multipart/form-data; boundary=limit")],
            body: body + Array("--limit--\r\n".utf8))
    }

    @Test("a form with JSON and a file is rendered, in either order", arguments: [false, true])
    func form(isFileFirst: Bool) async throws {
        try await withServer { server in
            let parts = [
                (Self.json, Array(#"{"sizes": [100, "20@png"]}"#.utf8)),
                (Self.file, try RepositoryFiles.fixture("jpeg/baseline.jpg")),
            ]
            let answer = try await send(isFileFirst ? parts.reversed() : parts, to: server)
            #expect(answer.status == 200)
            #expect(try answer.parts.map(\.summary) == ["100x67 image/jpeg", "20x13 image/png"])
            #expect(try answer.parts[0]["content-disposition"].contains("lake-100x67.jpg"))
            try await eventually { server.heldBytes == 0 }
        }
    }

    @Test("a plain field is the JSON, as a browser's form sends it")
    func plainField() async throws {
        try await withServer { server in
            let answer = try await send(
                [
                    ("Content-Disposition: form-data; name=\"request\"", Array(#"{"sizes": [10]}"#.utf8)),
                    (Self.file, try RepositoryFiles.fixture("jpeg/baseline.jpg")),
                ], to: server)
            #expect(try answer.parts.map(\.summary) == ["10x7 image/jpeg"])
        }
    }

    private static func field(_ name: String, type: String? = nil) -> String {
        "Content-Disposition: form-data; name=\"\(name)\"" + (type.map { "\r\nContent-Type: \($0)" } ?? "")
    }

    @Test(
        "one file in a form is enough where the sizes are in the query or in fields, whatever else the page sends",
        arguments: [
            ("?sizes=50", []), ("?sizes=50", [("csrfmiddlewaretoken", "x"), ("_method", "put")]),
            ("", [("sizes", " 50\r\n")]),
            ("?format=jpeg", [("token", "y"), ("sizes", "50")]), ("", [("request", #" {"sizes": [50]}"#)]),
            ("", [("data", #"{"sizes": [50]}"#)]),
        ])
    func oneFile(query: String, fields: [(String, String)]) async throws {
        let file = (Self.file, try RepositoryFiles.fixture("jpeg/baseline.jpg"))
        try await withServer { server in
            for type in [nil, "text/plain; charset=utf-8"] {
                let texts = fields.map { (Self.field($0.0, type: type), Array($0.1.utf8)) }
                for parts in [texts + [file], [file] + texts] {
                    let answer = try await send(parts, query: query, to: server)
                    #expect(answer.status == 200)
                    #expect(answer["Content-Type"] == "image/jpeg")
                    #expect(answer["Content-Disposition"] == #"inline; filename="lake.jpg""#)
                    #expect(try answer.parts.map(\.summary) == ["50x33 image/jpeg"])
                }
            }
            try await eventually { server.heldBytes == 0 }
        }
    }

    @Test("what is asked for twice is refused", arguments: [true, false])
    func askedTwice(inQuery: Bool) async throws {
        let json = (Self.json, Array(#"{"sizes": [10]}"#.utf8))
        let file = (Self.file, try RepositoryFiles.fixture("jpeg/baseline.jpg"))
        try await withServer { server in
            let field = inQuery ? [] : [(Self.field("sizes"), Array("20".utf8))]
            let answer = try await send([json, file] + field, query: inQuery ? "?sizes=20" : "", to: server)
            #expect(answer.status == 400)
            #expect(try answer.problem.code == "body.malformedBody")
        }
    }

    @Test("parts without end are refused")
    func manyParts() async throws {
        try await withServer { server in
            let parts = (0..<40).map { (Self.field("f\($0)"), [UInt8](arrayLiteral: 1)) }
            let answer = try await send(parts, to: server)
            #expect(answer.status == 400)
            #expect(try answer.problem.code == "body.tooManyParts")
        }
    }

    @Test("a form must hold one document and one image")
    func wrongParts() async throws {
        try await withServer { server in
            let (json, file) = ((Self.json, Array("{}".utf8)), (Self.file, [UInt8](repeating: 1, count: 9)))
            for parts in [[], [json], [json, json], [file, file], [json, file, json]] {
                let answer = try await send(parts, to: server)
                #expect(answer.status == 400)
                #expect(try answer.problem.code.hasPrefix("body."))
            }
            let answer = try await send([file], to: server)
            #expect(answer.status == 400)
            #expect(try answer.problem.code == "request.missingField")
            #expect(try answer.problem.detail?.contains("sizes") == true)
            try await eventually { server.heldBytes == 0 }
        }
    }

    @Test("a form's JSON names no source")
    func source() async throws {
        try await withServer { server in
            let answer = try await send(
                [(Self.json, Array(#"{"sizes": [1], "source": "a"}"#.utf8)), (Self.file, [1])], to: server)
            #expect(answer.status == 400)
            #expect(try answer.problem.code == "request.unknownField")
        }
    }

    @Test("parts over their limit are refused")
    func largeParts() async throws {
        try await withServer(["--max-json-bytes", "1KiB", "--max-source-bytes", "2000"]) { server in
            let image = try await send([(Self.file, [UInt8](repeating: 1, count: 2001))], to: server)
            #expect(image.status == 413)
            let json = try await send([(Self.json, [UInt8](repeating: 0x20, count: 1025))], to: server)
            #expect(json.status == 413)
            try await eventually { server.heldBytes == 0 }
        }
    }
}

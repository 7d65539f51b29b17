import Foundation
import NIOHTTP1
import Testing

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(10))) struct ProblemMiddlewareTests {
    @Test(
        "what the router does not know is a problem that says what there is",
        arguments: [("GET", "/"), ("POST", "/v2/renditions"), ("DELETE", "/v1/none"), ("POST", "/none")])
    func unknown(method: String, path: String) async throws {
        try await withServer(["--path-prefix", "/images"]) { server in
            let answer = try await server.send(.init(rawValue: method), server.url + path)
            #expect(answer.status == 404)
            #expect(answer["Content-Type"] == "application/problem+json")
            #expect(try answer.problem.code == "http.404")
            #expect(try answer.problem.detail?.contains(path) == true)
            #expect(try answer.problem.title == "Not Found")
            #expect(!answer["X-Request-ID"].isEmpty)
        }
    }

    @Test("only developers see the cause of an error", arguments: [true, false])
    func causes(isDeveloped: Bool) async throws {
        let settings = isDeveloped ? ["--development-errors"] : []
        try await withURLServer(settings, files: ["text.jpg": Array("no picture".utf8)]) { server in
            let answer = try await server.get("w:10", "local:///text.jpg")
            #expect(answer.status == 422)
            let problem = try JSONDecoder().decode(ProblemDetails.self, from: Data(answer.body))
            #expect((problem.cause != nil) == isDeveloped, "\(answer.text)")
        }
    }
}

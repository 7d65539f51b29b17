import Foundation
import NIOCore
import Testing

@testable import HTTPAPI

@Suite struct ProblemDetailsTests {
    @Test func keysAreSortedAndAbsentOnesLeftOut() throws {
        let problem = ProblemDetails(title: "Not found", status: 404, code: "notFound", instance: "/requests/1")
        #expect(
            String(buffer: try problem.encoded())
                == #"{"code":"notFound","instance":"/requests/1","status":404,"title":"Not found","type":"about:blank"}"#
        )
    }

    @Test func textIsEscaped() throws {
        let problem = ProblemDetails(title: "T", status: 422, code: "c", detail: "a \"quoted\"\nline – ü")
        let decoded = try JSONDecoder().decode(ProblemDetails.self, from: Data(problem.encoded().readableBytesView))
        #expect(decoded == problem)
    }
}

import HTTPTypes
import Hummingbird
import Testing

@testable import HTTPAPI

@Suite struct ProblemResponseTests {
    @Test(
        "a refusal for now says when to come again",
        arguments: [(429, "1"), (503, nil), (404, nil)] as [(Int, String?)])
    func retryAfter(status: Int, value: String?) throws {
        let response = try Problem(status: status, code: "a", detail: "b").response()
        #expect(response.status.code == status)
        #expect(response.headers[.retryAfter] == value)
        #expect(response.headers[.contentType] == "application/problem+json")
    }
}

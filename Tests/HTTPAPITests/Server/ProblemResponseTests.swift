import HTTPTypes
import Hummingbird
import ImageService
import Sources
import Testing

@testable import HTTPAPI

@Suite struct ProblemResponseTests {
    @Test(
        "a refusal for now says when to come again, as far as is known",
        arguments: [
            (Problem(ServiceError.busy(retryAfter: 7)), "7"), (Problem(status: 404, code: "a", detail: "b"), nil),
            (Problem(SourceError(.reservationRefused, "a")), "1"), (Problem(SourceError(.status(429), "a")), nil),
            (Problem(SourceError(.status(429), "a", retryAfter: .seconds(30))), "30"),
            (Problem(SourceError(.status(503), "a", retryAfter: .seconds(3600))), "3600"),
        ] as [(Problem, String?)])
    func retryAfter(problem: Problem, value: String?) throws {
        let response = try problem.response()
        #expect(response.status.code == problem.status)
        #expect(response.headers[.retryAfter] == value)
        #expect(response.headers[.contentType] == "application/problem+json")
    }
}

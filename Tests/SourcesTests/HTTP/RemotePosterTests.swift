import TestSupport
import Testing
import Waiting

@testable import Sources

@Suite(.timeLimit(.minutes(10))) struct RemotePosterTests {
    private func status(
        of answer: FakeAnswer, within time: Duration = .seconds(600)
    ) async throws -> (Result<Int, SourceError>, FakeOriginRecord) {
        try await FakeOrigin.with(answers: ["/hook": answer, "/other": FakeAnswer()]) { origin in
            try await withSourceReader { reader in
                let url = try RemoteURL(parsing: origin.url("/hook?a=b"))
                let result = await Result { () async throws(SourceError) in
                    try await reader.poster.post([7, 8], headers: [("X-Test", "yes")], to: url, within: time)
                }
                return (result, origin.record)
            }
        }
    }

    @Test("the message arrives with its headers, and the status comes back")
    func delivers() async throws {
        let (result, record) = try await status(of: FakeAnswer(status: 202))
        #expect(try result.get() == 202)
        let request = try #require(record.requests.first)
        #expect(request.method == "POST")
        #expect(request.target == "/hook?a=b")
        #expect(request.header("X-Test") == "yes")
        #expect(request.body == [7, 8])
    }

    @Test("a redirect is an answer, and not followed", arguments: [301, 302, 307, 308])
    func redirects(status code: Int) async throws {
        let (result, record) = try await status(of: .redirect(to: "/other", status: code))
        #expect(try result.get() == code)
        #expect(record.requests.count == 1)
    }

    @Test("one that never answers is given up in time")
    func stalls() async throws {
        let (result, _) = try await status(of: FakeAnswer(pace: .stallsBeforeHead), within: .milliseconds(50))
        #expect(throws: SourceError.self) { try result.get() }
        if case .failure(let error) = result { #expect(error.code == .timedOut) }
    }
}

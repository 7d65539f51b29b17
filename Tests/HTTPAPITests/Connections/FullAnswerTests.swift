import HTTPTypes
import Logging
import NIOCore
import Testing

@testable import HTTPAPI

@Suite struct FullAnswerTests {
    @Test(
        "a request without a place has its line in the access log, as all others",
        arguments: [.get, .head] as [HTTPRequest.Method])
    func logged(method: HTTPRequest.Method) async throws {
        let log = LogRecorder()
        FullAnswer.log(method, "/a", to: log.logger)
        let line = try #require(await log.requests(1).first)
        #expect(line.level == .warning)
        #expect(line["http.method"] == method.rawValue)
        #expect(line["http.path"] == "/a")
        #expect(line["http.status"] == "503")
        #expect(line["error.code"] == "connections.full")
        #expect(line["bytes.sent"] == (method == .head ? "0" : "\(FullAnswer.body.readableBytes)"))
        #expect(!line["http.request_id"].isEmpty)
    }
}

import ImageService
import Testing

@testable import HTTPAPI

@Suite struct AccessLineTests {
    @Test("a line that nobody wrote tells of a client that has gone")
    func unsent() async throws {
        let log = LogRecorder()
        do {
            let line = AccessLine(method: "GET", path: "/", id: "1", account: RequestAccount(), logger: log.logger)
            withExtendedLifetime(line) {}
        }
        let lines = await log.requests(1)
        #expect(lines.map { $0["http.status"] } == ["499"])
    }

    @Test("a line is written once")
    func once() async throws {
        let log = LogRecorder()
        do {
            let line = AccessLine(method: "GET", path: "/", id: "1", account: RequestAccount(), logger: log.logger)
            line.write(status: 200, bytesSent: 7, sending: .zero)
            line.write(status: 500, bytesSent: 8, sending: .zero)
        }
        let lines = await log.requests(1)
        #expect(lines.map { $0["http.status"] } == ["200"])
    }
}

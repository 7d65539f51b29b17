import Logging
import NIOCore
import TestSupport

@testable import HTTPAPI

/// A server with both listeners on free ports of loopback, whose connections a test looks at.
struct ConnectionServer: Sendable {
    let server: APIServer
    let port: Int
    let adminPort: Int
    /// Answers nothing until it is told to release what stalls.
    let origin: FakeOrigin

    var gauges: ConnectionPlaces.Gauges { server.connectionGauges }
    var adminGauges: ConnectionPlaces.Gauges { server.adminConnectionGauges }

    /// A request that is not answered before the origin's stalls are released; each `index` has a source of its own.
    func slowRequest(_ index: Int = 0) -> String {
        Self.request("/v1/renditions?sizes=9&source=" + origin.url("/\(index).jpg"))
    }

    static func request(_ target: String) -> String { "GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n" }

    /// Runs `body` with `count` connections to `port`, in the order of their beginnings.
    static func withConnections<Value>(
        _ count: Int, port: Int, _ others: [RawConnection] = [], _ body: ([RawConnection]) async throws -> Value
    ) async throws -> Value {
        guard count > 0 else { return try await body(others) }
        return try await RawConnection.with(port: port) { connection in
            try await withConnections(count - 1, port: port, others + [connection], body)
        }
    }
}

/// Runs `body` with a server of these settings, which stops gracefully afterwards. Nothing of a connection's place is a matter of time.
func withConnectionServer<Value: Sendable>(
    _ settings: [String], _ body: @escaping @Sendable (ConnectionServer) async throws -> Value
) async throws -> Value {
    let picture = try RepositoryFiles.fixture("jpeg/grey.jpg")
    let script = FakeOrigin.Script { _, _ in FakeAnswer(body: picture, pace: .stallsBeforeHead) }
    return try await FakeOrigin.with(script: script) { origin in
        // The framework reads a request's id back from its logger's metadata, which the handler must keep.
        var logger = Logger(label: "test") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .critical
        return try await withAssembledServer(
            ["--allow-private-sources", "--read-timeout", "10m"] + settings, logger: logger,
            prepare: { server in
                // Silent connections are tested with a clock of the test: here, a busy machine may take its time.
                (server.placeTimes.patience, server.placeTimes.hurry) = (.hours(1), .hours(1))
                server.placeTimes.longestWait = .hours(1)
            },
            { assembled in
                // A request that stalls would keep the server from stopping.
                defer { origin.releaseStalls() }
                return try await body(
                    ConnectionServer(
                        server: assembled.server, port: assembled.port, adminPort: assembled.adminPort, origin: origin))
            })
    }
}

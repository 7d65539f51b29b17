import NIOConcurrencyHelpers
package import NIOCore
import NIOHTTP1
import NIOPosix

/// An HTTP/1.1 server on a free port of a loopback address that answers each path as instructed, and records requests.
package final class FakeOrigin: Sendable {
    private let channel: any Channel
    private let state: FakeOriginState
    private let host: String

    /// Answers that depend on earlier requests.
    package struct Script: Sendable {
        let answer: @Sendable (_ target: String, _ before: Int) -> FakeAnswer?

        /// The answer to a target that was requested `before` times already; `nil`: the answer by its path.
        package init(_ answer: @escaping @Sendable (_ target: String, _ before: Int) -> FakeAnswer?) {
            self.answer = answer
        }
    }

    /// Runs `body` with a new origin; closes it and all of its connections afterwards.
    ///
    /// It listens on `host`, and on `port` if that is not 0. `prepare` can add handlers below HTTP to each connection,
    /// for TLS.
    package static func with<Value>(
        answers: [String: FakeAnswer] = [:], host: String = "127.0.0.1", port: Int = 0, script: Script? = nil,
        preparing prepare: @escaping @Sendable (any Channel) throws -> Void = { _ in },
        _ body: (FakeOrigin) async throws -> Value
    ) async throws -> Value {
        let origin = try await FakeOrigin(answers: answers, host: host, port: port, script: script, preparing: prepare)
        do {
            let value = try await body(origin)
            await origin.close()
            return value
        } catch {
            await origin.close()
            throw error
        }
    }

    private init(
        answers: [String: FakeAnswer], host: String, port: Int, script: Script?,
        preparing prepare: @escaping @Sendable (any Channel) throws -> Void
    ) async throws {
        let state = FakeOriginState(
            answers: answers, script: script, releasedBy: MultiThreadedEventLoopGroup.singleton.any())
        self.state = state
        self.host = host
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: false)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try prepare(channel)
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(FakeOriginHandler(state: state))
                }
            }
            .bind(host: host, port: port)
            .get()
    }

    /// The port that it listens on.
    package var port: Int { channel.localAddress?.port ?? 0 }

    /// The URL of `path` (which starts with `/`), with `host` instead of the address that it listens on.
    package func url(_ path: String, host: String? = nil) -> String { "http://\(host ?? self.host):\(port)\(path)" }

    /// Sets the answer for `path`, without a query, from now on.
    package func answer(_ path: String, with answer: FakeAnswer) {
        state.change { $0.answers[path] = answer }
    }

    /// What was recorded until now.
    package var record: FakeOriginRecord { state.record }

    /// Waits until the record satisfies `condition`; checks again at each request and each connection's start or end.
    package func wait(until condition: @escaping @Sendable (FakeOriginRecord) -> Bool) async throws {
        try await state.wait(until: condition)
    }

    /// Lets every answer that stalls, now or later, continue.
    package func releaseStalls() { state.stall.succeed() }

    private func close() async {
        // An origin that is already closed is fine.
        try? await channel.close()
        for connection in state.connections { connection.close(promise: nil) }
        // The wait ends when the last connection is closed; only a cancelled test ends it sooner.
        try? await wait { $0.openConnections == 0 }
        state.stall.fail(ChannelError.ioOnClosedChannel)
    }
}

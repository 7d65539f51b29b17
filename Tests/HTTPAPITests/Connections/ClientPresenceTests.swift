import ImageService
import NIOCore
import NIOEmbedded
import TestSupport
import Testing

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(10))) struct ClientPresenceTests {
    private static func request(_ json: String) -> String {
        "POST /v1/renditions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(json.utf8.count)\r\n\r\n\(json)"
    }

    /// Returns when no request holds anything any more.
    private func waitUntilNothingIsHeld(_ server: TestServer) async throws {
        try await eventually { server.heldBytes == 0 }
    }

    @Test("a client that goes while its source is fetched ends the fetch")
    func goesDuringFetch() async throws {
        let answer = FakeAnswer(body: [UInt8](repeating: 0, count: 100_000), pace: .stalls(afterBytes: 50_000))
        try await FakeOrigin.with(answers: ["/a": answer]) { origin in
            try await withServer { server in
                try await RawConnection.with(port: server.port) { connection in
                    try await connection.write(Self.request(#"{"source": "\#(origin.url("/a"))", "sizes": [1]}"#))
                    try await origin.wait { $0.count("/a") == 1 }
                }
                try await origin.wait { $0.openConnections == 0 }
                let line = try #require(await server.log.requests(1).first)
                #expect(line["http.status"] == "499")
                #expect(line["error.code"] == "cancelled")
                try await waitUntilNothingIsHeld(server)
                #expect(try await server.get("\(server.url)/health").status == 200)
            }
        }
    }

    @Test("a client that goes while results are sent ends the work on the others")
    func goesDuringAnswer() async throws {
        let bytes = try RepositoryFiles.fixture("jpeg/grey.jpg")
        let answers = ["/slow": FakeAnswer(body: bytes, pace: .stallsBeforeHead), "/fast": FakeAnswer(body: bytes)]
        try await FakeOrigin.with(answers: answers) { origin in
            try await withServer { server in
                try await RawConnection.with(port: server.port) { connection in
                    try await connection.write(
                        Self.request(
                            #"{"sources": ["\#(origin.url("/slow"))", "\#(origin.url("/fast"))"], "sizes": [9]}"#))
                    #expect(try await connection.read(until: "Source-Index: 1").hasPrefix("HTTP/1.1 200 "))
                    try await origin.wait { $0.requests.count == 2 }
                }
                let line = try #require(await server.log.requests(1).first)
                #expect(line["http.status"] == "499")
                try await waitUntilNothingIsHeld(server)
                #expect(try await server.get("\(server.url)/health").status == 200)
            }
        }
    }

    @Test("work for a client that is gone already is cancelled at once")
    func goneBefore() async throws {
        let presence = ClientPresence()
        let channel = NIOAsyncTestingChannel()
        try await channel.pipeline.addHandler(presence).get()
        try await channel.connect(to: SocketAddress(unixDomainSocketPath: "/test")).get()
        #expect(!presence.isGone)
        try await channel.close().get()
        #expect(presence.isGone)
        let isCancelled = try await presence.whilePresent { Task.isCancelled }
        #expect(isCancelled)
    }

    @Test("cancelling the caller cancels its work")
    func cancelledCaller() async throws {
        let presence = ClientPresence()
        let begun = Signal()
        let task = Task {
            try await presence.whilePresent {
                begun.fire()
                try await Task.sleep(for: .seconds(3600))
            }
        }
        await begun.wait()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("work that takes too long is cancelled, and late whatever it then gives")
    func late() async throws {
        let presence = ClientPresence()
        let error = await #expect(throws: ServiceError.self) {
            try await presence.whilePresent(within: .milliseconds(1)) {
                do { try await Task.sleep(for: .seconds(3600)) } catch is CancellationError {}
            }
        }
        #expect(error?.name == ServiceError.deadlineExceeded.name)
    }
}

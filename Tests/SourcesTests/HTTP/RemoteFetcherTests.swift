import NIOConcurrencyHelpers
import NIOCore
import TestSupport
import Testing

@testable import Sources

@Suite(.timeLimit(.minutes(10))) struct RemoteFetcherTests {
    private static let body = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 13 &+ $0 >> 9) }

    private func code(
        of text: String, resolver: HostResolver? = nil, _ change: (inout SourceConfiguration) -> Void = { _ in }
    ) async throws -> SourceError.Code? {
        try await withSourceReader(resolver: resolver, change) { reader in
            await #expect(throws: SourceError.self) { try await reader.read(text) }?.code
        }
    }

    // MARK: Bodies

    @Test("a body of stated length arrives whole, with what is said about it")
    func contentLength() async throws {
        let headers = [("Content-Type", "Image/JPEG; q=1"), ("ETag", "\"e\""), ("Last-Modified", "yesterday")]
        let answer = FakeAnswer(headers: headers.map { (name: $0.0, value: $0.1) }, body: Self.body)
        try await FakeOrigin.with(answers: ["/a.jpg": answer]) { origin in
            let content = try await withSourceReader { try await $0.read(origin.url("/a.jpg?x=1")) }
            #expect(content.bytes == Self.body)
            #expect(content.capacityBytes == Self.body.count)
            #expect(content.name == "a.jpg")
            #expect(content.mediaType == "image/jpeg")
            #expect(content.entityTag == "\"e\"")
            #expect(content.lastModified == "yesterday")
            #expect(origin.record.requests.map(\.target) == ["/a.jpg?x=1"])
        }
    }

    @Test("a body without a length arrives whole", arguments: [FakeAnswer.Pace.atOnce, .pieces(bytes: 4_097)])
    func chunked(pace: FakeAnswer.Pace) async throws {
        let answer = FakeAnswer(body: Self.body, framing: .chunked, pace: pace)
        try await FakeOrigin.with(answers: ["/a": answer]) { origin in
            let content = try await withSourceReader { try await $0.read(origin.url("/a")) }
            #expect(content.bytes == Self.body)
            #expect(content.capacityBytes == Self.body.count)
        }
    }

    @Test("a request says what it wants, and asks for no compression")
    func requestHeaders() async throws {
        try await FakeOrigin.with(answers: ["/a": FakeAnswer(body: [1])]) { origin in
            _ = try await withSourceReader {
                $0.userAgent = "Test/1"
            } _: {
                try await $0.read(origin.url("/a"))
            }
            let request = try #require(origin.record.requests.first)
            #expect(request.method == "GET")
            #expect(request.header("User-Agent") == "Test/1")
            #expect(request.header("Accept")?.hasPrefix("image/*") == true)
            #expect(request.header("Accept-Encoding") == nil)
            #expect(request.header("Authorization") == nil)
        }
    }

    @Test(
        "an answer that cannot be used is refused with its code",
        arguments: [
            (FakeAnswer(status: 404), SourceError.Code.status(404)), (FakeAnswer(status: 503), .status(503)),
            (FakeAnswer(status: 206, body: [1]), .badAnswer), (FakeAnswer(status: 304), .badAnswer),
            (FakeAnswer(status: 204), .badAnswer), (FakeAnswer(), .empty), (FakeAnswer(framing: .chunked), .empty),
            (FakeAnswer(headers: [("Content-Encoding", "identity, br")], body: [1]), .badAnswer),
            (FakeAnswer(body: body, framing: .declared(250_000)), .connectionLost),
            (FakeAnswer(body: body, pace: .closes(afterBytes: 1_000)), .connectionLost),
            (FakeAnswer(body: body, framing: .chunked, pace: .closes(afterBytes: 1_000)), .connectionLost),
            (FakeAnswer(pace: .closesBeforeHead), .connectFailed), (FakeAnswer(status: 302), .badRedirect),
            (.redirect(to: "ftp://127.0.0.1/"), .badRedirect), (.redirect(to: "local:///a"), .badRedirect),
            (FakeAnswer(body: [UInt8](repeating: 0, count: 262_145)), .tooLarge),
            (FakeAnswer(body: [UInt8](repeating: 0, count: 262_145), framing: .chunked), .tooLarge),
        ])
    func unusable(answer: FakeAnswer, code: SourceError.Code) async throws {
        try await FakeOrigin.with(answers: ["/a": answer]) { origin in
            let thrown = try await self.code(of: origin.url("/a")) { $0.maximumBytes = 262_144 }
            #expect(thrown == code)
        }
    }

    @Test("a stated length that is too large is refused before the body")
    func tooLargeUnread() async throws {
        let answer = FakeAnswer(body: [1], framing: .declared(1 << 40), pace: .stalls(afterBytes: 0))
        try await FakeOrigin.with(answers: ["/a": answer]) { origin in
            let code = try await self.code(of: origin.url("/a"))
            #expect(code == .tooLarge)
        }
    }

    // MARK: Redirects

    @Test("redirects of every kind are followed to the body", arguments: [301, 302, 303, 307, 308])
    func redirects(status: Int) async throws {
        try await FakeOrigin.with(answers: ["/x/b": FakeAnswer(body: [7])]) { origin in
            origin.answer("/a", with: .redirect(to: "x/./b?c", status: status))
            let content = try await withSourceReader { try await $0.read(origin.url("/a")) }
            #expect(content.bytes == [7])
            #expect(content.name == "a")
            #expect(origin.record.requests.map(\.target) == ["/a", "/x/b?c"])
            #expect(origin.record.acceptedConnections == 1)
        }
    }

    @Test("redirects end at the limit", arguments: [0, 1, 5])
    func redirectLimit(limit: Int) async throws {
        try await FakeOrigin.with(answers: ["/a": .redirect(to: "/a")]) { origin in
            let code = try await self.code(of: origin.url("/a")) { $0.maximumRedirects = limit }
            #expect(code == .tooManyRedirects)
            #expect(origin.record.count("/a") == limit + 1)
        }
    }

    @Test("as many redirects as the limit are followed")
    func redirectsUpToTheLimit() async throws {
        try await FakeOrigin.with(answers: ["/5": FakeAnswer(body: [1])]) { origin in
            for hop in 0..<5 { origin.answer("/\(hop)", with: .redirect(to: "/\(hop + 1)")) }
            let content = try await withSourceReader { try await $0.read(origin.url("/0")) }
            #expect(content.bytes == [1])
        }
    }

    @Test("credentials go to their host, and to no other after a redirect")
    func credentials() async throws {
        let resolver = HostResolver { _, port in [try SocketAddress(ipAddress: "127.0.0.1", port: port)] }
        try await FakeOrigin.with(answers: ["/c": FakeAnswer(body: [1])]) { origin in
            origin.answer("/a", with: .redirect(to: "/b"))
            origin.answer("/b", with: .redirect(to: origin.url("/c", host: "two.example")))
            let url = origin.url("/a", host: "me:s3cret@one.example")
            _ = try await withSourceReader(resolver: resolver) { try await $0.read(url) }
            let sent = origin.record.requests.map { $0.header("Authorization") }
            #expect(sent == ["Basic bWU6czNjcmV0", "Basic bWU6czNjcmV0", nil])
        }
    }

    // MARK: Addresses

    @Test(
        "special addresses are refused in every spelling, without a connection",
        arguments: [
            "127.0.0.1", "2130706433", "0177.0.0.1", "0x7f.1", "127.1", "[::ffff:127.0.0.1]", "0.0.0.0", "0", "[::]",
            "[::1]",
            "localhost", "[64:ff9b::127.0.0.1]", "169.254.169.254", "[2002:7f00:1::]",
        ])
    func special(host: String) async throws {
        try await FakeOrigin.with(answers: ["/": FakeAnswer(body: [1])]) { origin in
            let code = try await self.code(of: origin.url("/", host: host)) { $0.addressPolicy = .init() }
            #expect(code == .addressDenied)
            #expect(origin.record.acceptedConnections == 0)
        }
    }

    @Test("a name whose addresses are all special is refused")
    func specialName() async throws {
        let resolver = HostResolver { _, port in
            [try SocketAddress(ipAddress: "10.0.0.1", port: port), try SocketAddress(ipAddress: "::1", port: port)]
        }
        let code = try await code(of: "http://a.example/", resolver: resolver) { $0.addressPolicy = .init() }
        #expect(code == .addressDenied)
    }

    @Test("a name is resolved once for each request: what is dialled is what was judged")
    func rebinding() async throws {
        let calls = NIOLockedValueBox(0)
        // An allowed address first, a denied one from then on.
        let resolver = HostResolver { _, port in
            let call = calls.withLockedValue { calls in
                calls += 1
                return calls
            }
            return [try SocketAddress(ipAddress: call == 1 ? "127.0.0.1" : "169.254.169.254", port: port)]
        }
        try await FakeOrigin.with(answers: ["/b": FakeAnswer(body: [1])]) { origin in
            origin.answer("/a", with: .redirect(to: "/b"))
            let url = origin.url("/a", host: "rebind.example")
            let code = try await self.code(of: url, resolver: resolver)
            #expect(code == .addressDenied)
            #expect(origin.record.requests.map(\.target) == ["/a"])
            #expect(calls.withLockedValue { $0 } == 2)
        }
    }

    @Test("a redirect to a special address is refused")
    func redirectToSpecial() async throws {
        try await FakeOrigin.with(answers: ["/a": .redirect(to: "http://169.254.169.254/latest/meta-data")]) { origin in
            let code = try await self.code(of: origin.url("/a"))
            #expect(code == .addressDenied)
        }
    }

    @Test("denied addresses of a name are passed over, and so are those that take no connection")
    func nextAddress() async throws {
        // 127.0.0.2 takes no connection: the origin listens on 127.0.0.1 only.
        let resolver = HostResolver { _, port in
            try ["169.254.169.254", "127.0.0.2", "127.0.0.1"].map { try SocketAddress(ipAddress: $0, port: port) }
        }
        try await FakeOrigin.with(answers: ["/": FakeAnswer(body: [1])]) { origin in
            let url = origin.url("/", host: "several.example")
            let content = try await withSourceReader(resolver: resolver) { try await $0.read(url) }
            #expect(content.bytes == [1])
        }
    }

    @Test("a host that takes no connection is reported")
    func refusedConnection() async throws {
        // 127.0.0.2: the port of a closed listener could be given to another test's meanwhile, on 127.0.0.1.
        let port = try await FakeOrigin.with { $0.port }
        let code = try await self.code(of: "http://127.0.0.2:\(port)/")
        #expect(code == .connectFailed)
    }

    // MARK: Time and cancellation

    @Test(
        "the total time ends a fetch wherever it is, and closes its connection",
        arguments: [
            FakeAnswer(body: [1], pace: .stallsBeforeHead), FakeAnswer(body: body, pace: .stalls(afterBytes: 1_000)),
            FakeAnswer(body: body, framing: .chunked, pace: .trickles(milliseconds: 5)),
        ])
    func totalTime(answer: FakeAnswer) async throws {
        try await FakeOrigin.with(answers: ["/a": answer]) { origin in
            try await withSourceReader {
                $0.totalTimeout = .seconds(1)
            } _: { reader in
                let error = await #expect(throws: SourceError.self) { try await reader.read(origin.url("/a")) }
                #expect(error?.code == .timedOut)
                try await origin.wait { $0.openConnections == 0 }
            }
        }
    }

    @Test("a TLS handshake that stands still ends with the time to connect")
    func connectTimeout() async throws {
        try await FakeOrigin.with(preparing: { try $0.pipeline.syncOperations.addHandler(DeafHandler()) }) { origin in
            let code = try await self.code(of: "https://127.0.0.1:\(origin.port)/") {
                $0.connectTimeout = .milliseconds(100)
            }
            #expect(code == .timedOut)
            try await origin.wait { $0.openConnections == 0 }
        }
    }

    @Test("the total time covers a name server that does not answer")
    func totalTimeOfLookUp() async throws {
        let resolver = HostResolver { _, _ in
            for await _ in AsyncStream<Void>.makeStream().stream {}
            throw CancellationError()
        }
        let code = try await code(of: "http://slow.example/", resolver: resolver) {
            $0.totalTimeout = .milliseconds(20)
        }
        #expect(code == .timedOut)
    }

    @Test(
        "cancelling ends a fetch wherever it is, and closes its connection",
        arguments: [FakeAnswer.Pace.stallsBeforeHead, .stalls(afterBytes: 1_000)])
    func cancellation(pace: FakeAnswer.Pace) async throws {
        try await FakeOrigin.with(answers: ["/a": FakeAnswer(body: Self.body, pace: pace)]) { origin in
            try await withSourceReader { reader in
                let url = origin.url("/a")
                let task = Task { try await reader.read(url) }
                try await origin.wait { $0.requests.count == 1 }
                task.cancel()
                let error = await #expect(throws: SourceError.self) { try await task.value }
                #expect(error?.code == .cancelled)
                try await origin.wait { $0.openConnections == 0 }
            }
        }
    }

    // MARK: Connections

    @Test(
        "a hundred failing fetches leave no connection behind",
        arguments: [
            FakeAnswer(status: 404, body: body), FakeAnswer(status: 500, body: body, framing: .chunked),
            FakeAnswer(status: 404, body: body, pace: .stalls(afterBytes: 10)),
            FakeAnswer(headers: [("Content-Encoding", "br")], body: body), FakeAnswer(body: body, framing: .chunked),
            FakeAnswer(body: body), FakeAnswer(body: body, pace: .closes(afterBytes: 500)),
            FakeAnswer(status: 302, headers: [("Location", "ftp://a/")], body: body, pace: .stalls(afterBytes: 10)),
            .redirect(to: "/a"),
        ])
    func noConnectionLeft(answer: FakeAnswer) async throws {
        try await FakeOrigin.with(answers: ["/a": answer]) { origin in
            try await withSourceReader {
                $0.maximumBytes = 100_000
            } _: { reader in
                for _ in 0..<100 {
                    await #expect(throws: SourceError.self) { try await reader.read(origin.url("/a")) }
                }
                // One that can be used again may stay.
                try await origin.wait { $0.openConnections <= 1 }
            }
            #expect(origin.record.mostOpenConnections < 10)
        }
    }

    @Test("fetches that succeed share a connection")
    func connectionIsReused() async throws {
        try await FakeOrigin.with(answers: ["/a": FakeAnswer(body: Self.body)]) { origin in
            try await withSourceReader { reader in
                for _ in 0..<10 { _ = try await reader.read(origin.url("/a")) }
            }
            #expect(origin.record.acceptedConnections == 1)
        }
    }

    @Test("a refused reservation closes the connection")
    func refusedReservation() async throws {
        struct Full: Error {}
        try await FakeOrigin.with(answers: ["/a": FakeAnswer(body: Self.body, pace: .stalls(afterBytes: 10))]) {
            origin in
            try await withSourceReader { reader in
                let reference = try SourceReference(parsing: origin.url("/a"))
                let error = await #expect(throws: SourceError.self) {
                    try await reader.read(reference) { _ in throw Full() }
                }
                #expect(error?.code == .reservationRefused)
                try await origin.wait { $0.openConnections == 0 }
            }
        }
    }

    @Test("a reservation that waits ends with the total time, and the connection is closed")
    func waitingReservation() async throws {
        try await FakeOrigin.with(answers: ["/a": FakeAnswer(body: Self.body, pace: .stalls(afterBytes: 10))]) {
            origin in
            try await withSourceReader {
                $0.totalTimeout = .seconds(1)
            } _: { reader in
                let reference = try SourceReference(parsing: origin.url("/a"))
                let error = await #expect(throws: SourceError.self) {
                    try await reader.read(reference) { _ in
                        for await _ in AsyncStream<Void>.makeStream().stream {}
                        throw CancellationError()
                    }
                }
                #expect(error?.code == .timedOut)
                try await origin.wait { $0.openConnections == 0 }
            }
        }
    }
}

/// Takes bytes and gives no answer.
private final class DeafHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}
}

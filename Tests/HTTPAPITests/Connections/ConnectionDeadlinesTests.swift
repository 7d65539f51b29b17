import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import TestSupport
import Testing

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(10))) struct ConnectionDeadlinesTests {
    private static let get = HTTPRequest(method: .get, scheme: "http", authority: "a", path: "/")
    private static let post = HTTPRequest(method: .post, scheme: "http", authority: "a", path: "/")

    /// A connection whose clock the test turns: 10 seconds to read, 4 to write.
    private static func channel() throws -> EmbeddedChannel {
        let deadlines = ConnectionDeadlines(readTimeout: .seconds(10), writeTimeout: .seconds(4))
        let channel = EmbeddedChannel(handlers: [PartsAsText(), deadlines])
        try channel.connect(to: SocketAddress(unixDomainSocketPath: "/test")).wait()
        return channel
    }

    private static func answer(_ channel: EmbeddedChannel) throws {
        try channel.writeOutbound(HTTPResponsePart.head(HTTPResponse(status: .ok)))
        try channel.writeOutbound(HTTPResponsePart.end(nil))
    }

    private static func part() -> HTTPRequestPart { .body(ByteBuffer(string: "x")) }

    // MARK: With a clock of the test

    @Test("a connection on which nothing comes is closed without a word")
    func silent() throws {
        let channel = try Self.channel()
        channel.embeddedEventLoop.advanceTime(by: .seconds(9))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
        #expect(try channel.readOutbound(as: ByteBuffer.self) == nil)
    }

    @Test("a head that does not end is answered with 408, however slowly it goes on coming")
    func partOfHead() throws {
        let channel = try Self.channel()
        for _ in 0..<9 {
            channel.pipeline.fireChannelReadComplete()
            channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        }
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
        #expect(try channel.readOutbound(as: ByteBuffer.self) == ByteBuffer(string: "408 close"))
    }

    @Test("between requests, and while an answer is made, no clock runs; the next head has its time again")
    func keepAlive() throws {
        let channel = try Self.channel()
        for _ in 0..<2 {
            try channel.writeInbound(HTTPRequestPart.head(Self.get))
            try channel.writeInbound(HTTPRequestPart.end(nil))
            channel.embeddedEventLoop.advanceTime(by: .hours(1))
            #expect(channel.isActive)
            try Self.answer(channel)
            channel.embeddedEventLoop.advanceTime(by: .hours(1))
            #expect(channel.isActive)
        }
        channel.pipeline.fireChannelReadComplete()
        channel.embeddedEventLoop.advanceTime(by: .seconds(10))
        #expect(!channel.isActive)
    }

    @Test("the next request's head has its time from the end of the answer before it")
    func pipelined() throws {
        let channel = try Self.channel()
        try channel.writeInbound(HTTPRequestPart.head(Self.get))
        try channel.writeInbound(HTTPRequestPart.end(nil))
        channel.pipeline.fireChannelReadComplete()
        channel.embeddedEventLoop.advanceTime(by: .hours(1))
        #expect(channel.isActive)
        try Self.answer(channel)
        channel.embeddedEventLoop.advanceTime(by: .seconds(9))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
    }

    @Test("a body may take long, and stand still only while nobody asks for it")
    func body() throws {
        let channel = try Self.channel()
        try channel.writeInbound(HTTPRequestPart.head(Self.post))
        for _ in 0..<20 {
            channel.read()
            channel.embeddedEventLoop.advanceTime(by: .seconds(9))
            try channel.writeInbound(Self.part())
        }
        channel.embeddedEventLoop.advanceTime(by: .hours(1))
        channel.read()
        channel.embeddedEventLoop.advanceTime(by: .seconds(9))
        try channel.throwIfErrorCaught()
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        let error = #expect(throws: BodyError.self) { try channel.throwIfErrorCaught() }
        #expect(error?.code == .timedOut)
    }

    @Test("an answer of which nothing is taken ends the connection")
    func stuckAnswer() throws {
        let channel = try Self.channel()
        try channel.writeInbound(HTTPRequestPart.head(Self.get))
        try channel.writeInbound(HTTPRequestPart.end(nil))
        // What is not flushed stays.
        channel.write(HTTPResponsePart.head(HTTPResponse(status: .ok)), promise: nil)
        channel.embeddedEventLoop.advanceTime(by: .seconds(3))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
    }

    @Test("an answer of which something is taken now and then goes on")
    func slowAnswer() throws {
        let channel = try Self.channel()
        try channel.writeInbound(HTTPRequestPart.head(Self.get))
        try channel.writeInbound(HTTPRequestPart.end(nil))
        channel.write(HTTPResponsePart.head(HTTPResponse(status: .ok)), promise: nil)
        for _ in 0..<10 {
            channel.embeddedEventLoop.advanceTime(by: .seconds(3))
            channel.flush()
            channel.write(HTTPResponsePart.body(ByteBuffer(string: "x")), promise: nil)
        }
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(8))
        #expect(!channel.isActive)
    }

    // MARK: Over sockets

    @Test(
        "a client that stops in the middle of a head gets 408",
        arguments: ["GET / HT", "GET / HTTP/1.1\r\nHost: a\r\n"])
    func head(text: String) async throws {
        try await withServer(["--read-timeout", "5s"]) { (server) async throws in
            try await RawConnection.with(port: server.port) { (connection) async throws in
                try await connection.write(text)
                let answer = try await connection.read(until: "never")
                #expect(answer.hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
                #expect(answer.hasSuffix("\r\n\r\n"))
            }
            #expect(try await server.get("\(server.url)/health").status == 200)
        }
    }

    @Test("a client that says nothing is let go")
    func nothing() async throws {
        try await withServer(["--read-timeout", "100ms"]) { (server) async throws in
            try await RawConnection.with(port: server.port) { (connection) async throws in
                #expect(try await connection.read(until: "never").isEmpty)
            }
        }
    }

    @Test("an upload that stops gets 408, and its memory is given back")
    func upload() async throws {
        try await withServer(["--read-timeout", "5s"]) { (server) async throws in
            try await RawConnection.with(port: server.port) { (connection) async throws in
                try await connection.write(
                    "POST /v1/renditions?sizes=10 HTTP/1.1\r\nHost: a\r\nContent-Type: image/jpeg\r\n"
                        + "Content-Length: 100000\r\n\r\nabc")
                let answer = try await connection.read(until: "never")
                #expect(answer.hasPrefix("HTTP/1.1 408 "))
                #expect(answer.contains("body.timedOut"))
            }
            try await eventually { server.heldBytes == 0 }
        }
    }

    @Test("a client that takes nothing of its answer is let go, and so is the fetch for it")
    func unread() async throws {
        let body = [UInt8](repeating: 1, count: 60 << 20)
        let answers = ["/a": FakeAnswer(body: body, pace: .pieces(bytes: 1 << 16))]
        try await withURLServer(["--write-timeout", "200ms"], answers: answers) { server async throws in
            try await RawConnection.with(port: server.port) { (connection) async throws in
                let path = URLServer.path("raw:1", server.origin.url("/a"))
                try await connection.write("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = try await connection.read(until: "\r\n\r\n")
                // The connection stays open on this side, and nothing is read from it.
                try await server.origin.wait { $0.openConnections == 0 }
                #expect(server.origin.record.sentBytes < body.count)
            }
        }
    }
}

/// Turns what is written into bytes, as an encoder does.
private final class PartsAsText: ChannelOutboundHandler {
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = ByteBuffer

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let bytes =
            switch unwrapOutboundIn(data) {
            case .head(let head): ByteBuffer(string: "\(head.status.code) \(head.headerFields[.connection] ?? "")")
            case .body(let bytes): bytes
            case .end: ByteBuffer()
            }
        context.write(wrapOutboundOut(bytes), promise: promise)
    }
}

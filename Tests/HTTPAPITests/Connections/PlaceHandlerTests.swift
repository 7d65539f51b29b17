import HTTPTypes
import NIOConcurrencyHelpers
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import HTTPAPI

@Suite struct PlaceHandlerTests {
    /// A connection whose event loop and clock the test turns.
    private struct Client {
        let channel: EmbeddedChannel

        init(_ table: ConnectionTable) throws {
            channel = EmbeddedChannel(handler: PlaceHandler(table: table))
            try channel.connect(to: SocketAddress(unixDomainSocketPath: "/test")).wait()
        }

        var isOpen: Bool { channel.isActive }

        func ask(_ path: String = "/a", method: HTTPRequest.Method = .get) throws {
            let head = HTTPRequest(method: method, scheme: "http", authority: "a", path: path)
            try channel.writeInbound(HTTPRequestPart.head(head))
            try channel.writeInbound(HTTPRequestPart.end(nil))
        }

        /// Bytes of a head that is not whole have come.
        func beginHead() { channel.pipeline.fireChannelReadComplete() }

        func answer() throws {
            try channel.writeOutbound(HTTPResponsePart.head(HTTPResponse(status: .ok)))
            try channel.writeOutbound(HTTPResponsePart.end(nil))
        }

        /// Does what other connections have told this one.
        func run() { channel.embeddedEventLoop.run() }

        func wait(_ time: TimeAmount) { channel.embeddedEventLoop.advanceTime(by: time) }

        /// What has come through of requests since the last look.
        func asked() throws -> [String] {
            var texts: [String] = []
            while let part = try channel.readInbound(as: HTTPRequestPart.self) {
                switch part {
                case .head(let head): texts.append(head.path ?? "")
                case .body(let bytes): texts.append("\(bytes.readableBytes) bytes")
                case .end: texts.append("end")
                }
            }
            return texts
        }

        /// What was answered since the last look: statuses, `close` where the head says so, and bodies.
        func answered() throws -> [String] {
            var texts: [String] = []
            while let part = try channel.readOutbound(as: HTTPResponsePart.self) {
                switch part {
                case .head(let head):
                    texts.append("\(head.status.code)" + (head.headerFields[.connection].map { " \($0)" } ?? ""))
                case .body(let bytes): texts.append(String(buffer: bytes))
                case .end: break
                }
            }
            return texts
        }
    }

    @Test("a request beyond the limit closes the connection that has been idle longest, and no other")
    func replaces() throws {
        let table = ConnectionTable(limit: 3)
        let clients = try (0..<3).map { _ in try Client(table) }
        for client in clients { try client.ask() }
        for index in [1, 2, 0] { try clients[index].answer() }
        let new = try Client(table)
        for client in clients { client.run() }
        #expect(clients.map(\.isOpen) == [true, true, true])
        try new.ask("/new")
        for client in clients { client.run() }
        #expect(clients.map(\.isOpen) == [true, false, true])
        #expect(try new.asked() == ["/new", "end"])
    }

    @Test("a request waits while all are busy; who has its answer is told to close the connection")
    func waits() throws {
        let table = ConnectionTable(limit: 1)
        let (busy, new) = (try Client(table), try Client(table))
        try busy.ask()
        try new.ask("/new")
        #expect(try new.asked().isEmpty)
        #expect(busy.isOpen)
        try busy.answer()
        #expect(try busy.answered() == ["200 close"])
        #expect(!busy.isOpen)
        busy.run()
        new.run()
        #expect(try new.asked() == ["/new", "end"])
        try new.answer()
        #expect(try new.answered() == ["200"])
        #expect(new.isOpen)
    }

    @Test("while a request waits, no more of its connection is read; then it goes on")
    func readsLater() throws {
        let table = ConnectionTable(limit: 1)
        let busy = try Client(table)
        try busy.ask()
        let reads = ReadCounter()
        let channel = EmbeddedChannel(handlers: [reads, PlaceHandler(table: table)])
        try channel.connect(to: SocketAddress(unixDomainSocketPath: "/test")).wait()
        let head = HTTPRequest(method: .post, scheme: "http", authority: "a", path: "/new")
        try channel.writeInbound(HTTPRequestPart.head(head))
        let before = reads.count
        channel.read()
        #expect(reads.count == before)
        busy.channel.close(promise: nil)
        busy.run()
        channel.embeddedEventLoop.run()
        #expect(reads.count == before + 1)
    }

    @Test("a request that has waited too long gets 503, and its connection is closed")
    func waitsTooLong() throws {
        let table = ConnectionTable(limit: 1)
        let (busy, new) = (try Client(table), try Client(table))
        try busy.ask()
        try new.ask("/new")
        new.wait(.seconds(9))
        #expect(new.isOpen)
        new.wait(.seconds(1))
        #expect(try new.answered().first == "503 close")
        #expect(!new.isOpen)
        #expect(table.gauges.waiting == 0)
        #expect(busy.isOpen)
    }

    @Test(
        "when no more may wait, a request gets 503 at once; for HEAD, without a body",
        arguments: [.get, .head] as [HTTPRequest.Method])
    func refuses(method: HTTPRequest.Method) throws {
        let table = ConnectionTable(limit: 1)
        let clients = try (0...ConnectionPlaces.maximumWaiting).map { _ in try Client(table) }
        for client in clients { try client.ask() }
        let refused = try Client(table)
        try refused.ask(method: method)
        let answer = try refused.answered()
        #expect(answer.first == "503 close")
        #expect(answer.contains { $0.contains("connections.full") } == (method == .get))
        #expect(!refused.isOpen)
        let open = clients.count { $0.isOpen }
        #expect(open == clients.count)
        #expect(table.gauges.refused == 1)
    }

    @Test(
        "a health check is answered whoever is busy, and its connection is closed then",
        arguments: ["/health", "/up?x=/a"])
    func healthCheck(path: String) throws {
        let table = ConnectionTable(limit: 1, healthPaths: ["/health", "/up"])
        let (busy, probe) = (try Client(table), try Client(table))
        try busy.ask()
        try probe.ask(path)
        // What stands behind it is no health check.
        try probe.ask("/new")
        #expect(try probe.asked() == [path, "end"])
        try probe.answer()
        #expect(try probe.answered() == ["200 close"])
        #expect(!probe.isOpen)
        #expect(busy.isOpen)
    }

    @Test("a request that comes while its connection is being closed for another one is not lost")
    func cameMeanwhile() throws {
        let table = ConnectionTable(limit: 1)
        let (idle, new) = (try Client(table), try Client(table))
        try idle.ask()
        try idle.answer()
        _ = (try idle.asked(), try idle.answered())
        try new.ask("/new")
        // The event loop of the idle one has not heard of it yet.
        try idle.ask("/second")
        idle.run()
        #expect(idle.isOpen)
        #expect(try idle.asked().isEmpty)
        try new.answer()
        new.run()
        idle.run()
        #expect(try idle.asked() == ["/second", "end"])
    }

    @Test("a connection of whose next head something has come keeps its place")
    func partOfHead() throws {
        let table = ConnectionTable(limit: 1)
        let (client, new) = (try Client(table), try Client(table))
        try client.ask()
        try client.answer()
        client.beginHead()
        try new.ask("/new")
        client.run()
        #expect(client.isOpen)
        #expect(try new.asked().isEmpty)
    }

    @Test("a head that does not come to its end keeps its place for a second, however it dribbles in")
    func lingeringHead() throws {
        let table = ConnectionTable(limit: 1)
        let (client, new) = (try Client(table), try Client(table))
        for _ in 0..<3 {
            client.beginHead()
            client.wait(.milliseconds(400))
        }
        try new.ask("/new")
        client.run()
        #expect(!client.isOpen)
        #expect(try new.asked() == ["/new", "end"])
    }

    @Test("of heads that do not come to their end, the oldest goes first; one that does is answered")
    func lingeringHeads() throws {
        let table = ConnectionTable(limit: 3)
        let clients = try (0..<3).map { _ in try Client(table) }
        for client in [clients[2], clients[0], clients[1]] {
            client.beginHead()
            client.wait(.seconds(1))
        }
        try clients[2].ask()
        #expect(try clients[2].asked() == ["/a", "end"])
        let new = try Client(table)
        try new.ask("/new")
        for client in clients { client.run() }
        #expect(clients.map(\.isOpen) == [false, true, true])
    }

    @Test("a request that waits gets the place of a head that does not come to its end")
    func lingeringForWaiting() throws {
        let table = ConnectionTable(limit: 1)
        let (client, new) = (try Client(table), try Client(table))
        try client.ask()
        client.beginHead()
        try client.answer()
        try new.ask("/new")
        #expect(try new.asked().isEmpty)
        client.wait(.seconds(1))
        new.run()
        #expect(!client.isOpen)
        #expect(try new.asked() == ["/new", "end"])
    }

    @Test("who is refused is told to whoever keeps a log")
    func toldRefusal() throws {
        let told = NIOLockedValueBox<[String]>([])
        let table = ConnectionTable(limit: 1)
        let busy = try Client(table)
        try busy.ask()
        let handler = PlaceHandler(table: table) { method, path in
            told.withLockedValue { $0.append("\(method) \(path)") }
        }
        let channel = EmbeddedChannel(handler: handler)
        try channel.connect(to: SocketAddress(unixDomainSocketPath: "/test")).wait()
        let head = HTTPRequest(method: .post, scheme: "http", authority: "a", path: "/new?x=1")
        try channel.writeInbound(HTTPRequestPart.head(head))
        channel.embeddedEventLoop.advanceTime(by: .seconds(10))
        #expect(told.withLockedValue { $0 } == ["POST /new"])
    }

    @Test("a connection whose request is answered but not wholly here is not idle")
    func earlyAnswer() throws {
        let table = ConnectionTable(limit: 1)
        let client = try Client(table)
        let head = HTTPRequest(method: .post, scheme: "http", authority: "a", path: "/upload")
        try client.channel.writeInbound(HTTPRequestPart.head(head))
        try client.answer()
        #expect(table.gauges.idle == 0)
        try client.channel.writeInbound(HTTPRequestPart.end(nil))
        #expect(table.gauges.idle == 1)
    }

    @Test("an answer that the system has not taken wholly keeps its connection from being idle")
    func unsentAnswer() throws {
        let table = ConnectionTable(limit: 1)
        let client = try Client(table)
        try client.ask()
        client.channel.write(HTTPResponsePart.head(HTTPResponse(status: .ok)), promise: nil)
        client.channel.write(HTTPResponsePart.end(nil), promise: nil)
        #expect(table.gauges.idle == 0)
        client.channel.flush()
        #expect(table.gauges.idle == 1)
    }

    @Test("a new connection that says nothing counts as idle after a while; one without a place is closed")
    func silent() throws {
        let table = ConnectionTable(limit: 1)
        let (silent, beyond, new) = (try Client(table), try Client(table), try Client(table))
        try new.ask("/new")
        #expect(try new.asked().isEmpty)
        #expect(silent.isOpen)
        beyond.wait(.seconds(1))
        #expect(!beyond.isOpen)
        silent.wait(.seconds(1))
        #expect(!silent.isOpen)
        new.run()
        #expect(try new.asked() == ["/new", "end"])
    }

    @Test("with many connections without a place, the oldest that say nothing are closed soon")
    func hurried() throws {
        let table = ConnectionTable(limit: 1)
        let busy = try Client(table)
        try busy.ask()
        let silent = try (0...ConnectionPlaces.maximumStanding).map { _ in try Client(table) }
        for client in silent { client.wait(.milliseconds(49)) }
        let before = silent.count { $0.isOpen }
        for client in silent { client.wait(.milliseconds(1)) }
        #expect(before == silent.count)
        #expect(silent.map(\.isOpen) == [false] + silent.dropFirst().map { _ in true })
    }

    @Test("a service that stops refuses who waits")
    func quiescing() throws {
        let table = ConnectionTable(limit: 1)
        let (busy, new) = (try Client(table), try Client(table))
        try busy.ask()
        try new.ask("/new")
        new.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        #expect(try new.answered().first == "503 close")
        #expect(!new.isOpen)
    }

    @Test("a client that goes while its request waits gives up its turn")
    func gone() throws {
        let table = ConnectionTable(limit: 1)
        let (busy, new) = (try Client(table), try Client(table))
        try busy.ask()
        try new.ask("/new")
        new.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        new.run()
        #expect(table.gauges.waiting == 0)
        #expect(table.gauges.open == 1)
    }
}

private final class ReadCounter: ChannelOutboundHandler {
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private(set) var count = 0

    func read(context: ChannelHandlerContext) {
        count += 1
        context.read()
    }
}

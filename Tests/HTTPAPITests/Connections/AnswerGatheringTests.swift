import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import HTTPAPI

@Suite struct AnswerGatheringTests {
    private let channel = EmbeddedChannel(handlers: [FlushCounter(), AnswerGathering()])

    /// Writes and flushes a part, as the server does with each.
    private func send(_ part: HTTPResponsePart) {
        channel.writeAndFlush(part, promise: nil)
    }

    private func flushes() throws -> Int {
        try channel.pipeline.syncOperations.handler(type: FlushCounter.self).count
    }

    @Test("head, body and end of a short answer are sent at once")
    func shortAnswer() throws {
        send(.head(HTTPResponse(status: .ok)))
        send(.body(ByteBuffer(string: "ok")))
        #expect(try flushes() == 0)
        send(.end(nil))
        #expect(try flushes() == 1)
        channel.embeddedEventLoop.run()
        #expect(try flushes() == 1)
    }

    @Test("what is there is sent when the event loop has run what it had to")
    func slowBody() throws {
        send(.head(HTTPResponse(status: .ok)))
        channel.embeddedEventLoop.run()
        #expect(try flushes() == 1)
        send(.body(ByteBuffer(string: "a")))
        channel.embeddedEventLoop.run()
        #expect(try flushes() == 2)
    }

    @Test("a large piece of a body is sent at once")
    func largeBody() throws {
        send(.head(HTTPResponse(status: .ok)))
        send(.body(ByteBuffer(repeating: 0, count: 32 << 10)))
        #expect(try flushes() == 1)
    }

    @Test("what is held is sent before the connection is closed")
    func closing() throws {
        send(.head(HTTPResponse(status: .ok)))
        channel.close(promise: nil)
        #expect(try flushes() == 1)
    }

    @Test("each answer of a connection is sent")
    func twoAnswers() throws {
        for count in 1...2 {
            send(.head(HTTPResponse(status: .noContent)))
            send(.end(nil))
            #expect(try flushes() == count)
        }
    }
}

private final class FlushCounter: ChannelOutboundHandler {
    typealias OutboundIn = HTTPResponsePart

    private(set) var count = 0

    func flush(context: ChannelHandlerContext) {
        count += 1
        context.flush()
    }
}

import NIOCore
import NIOHTTP1

/// Sits before the encoder of a connection to an origin, and gives each request the target in its note.
final class OriginRequestHandler: ChannelOutboundHandler {
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    private let notes: RequestNotes
    private var isUsed = false

    private init(notes: RequestNotes) { self.notes = notes }

    /// Puts a handler behind the encoder of `channel`, on its event loop.
    static func add(to channel: any Channel, notes: RequestNotes) throws {
        let pipeline = channel.pipeline.syncOperations
        let encoder = try pipeline.handler(type: HTTPRequestEncoder.self)
        try pipeline.addHandler(OriginRequestHandler(notes: notes), position: .after(encoder))
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .head(var head) = unwrapOutboundIn(data),
            let number = head.headers.first(name: RequestNotes.fieldName)
        else { return context.write(data, promise: promise) }
        head.headers.remove(name: RequestNotes.fieldName)
        guard let note = notes.note(number), note.begin(onUsedConnection: isUsed) else {
            promise?.fail(RequestGivenUp())
            context.close(promise: nil)
            return
        }
        isUsed = true
        head.uri = note.target
        context.write(wrapOutboundOut(.head(head)), promise: promise)
    }
}

/// Nobody waits for the request's answer any more, or another address answers it.
struct RequestGivenUp: Error {}

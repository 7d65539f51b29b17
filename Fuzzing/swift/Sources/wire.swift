import NIOCore
import NIOEmbedded
import NIOHTTP1

/// What comes out of an origin's connection, from a byte on: the first is the length of the pieces that it comes in. In one
/// piece, it is the same.
@Sendable func fuzzWire(_ bytes: [UInt8]) {
    guard let piece = bytes.first.map({ Int($0) + 1 }) else { return }
    let wire = bytes[1...]
    guard let whole = try? Received(wire, pieces: max(wire.count, 1)), let cut = try? Received(wire, pieces: piece)
    else { fatalError("the pipeline can't be made") }
    guard whole == cut else { fatalError("in pieces of \(piece) it is another answer: \(whole), \(cut)") }
}

/// What was read until the end, or until something was wrong.
private struct Received: Equatable {
    var heads: [HTTPResponseHead] = []
    var body: [UInt8] = []
    var ends = 0
    var hasFailed = false

    init(_ wire: ArraySlice<UInt8>, pieces: Int) throws {
        let channel = EmbeddedChannel()
        try channel.pipeline.syncOperations.addHTTPClientHandlers()
        try ResponseHeadGuard.guardParser(of: channel, maximumBytes: 512)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        try channel.writeOutbound(
            HTTPClientRequestPart.head(HTTPRequestHead(version: .http1_1, method: .GET, uri: "/")))
        try channel.writeOutbound(HTTPClientRequestPart.end(nil))
        var rest = wire
        do {
            while !rest.isEmpty, channel.isActive {
                try channel.writeInbound(ByteBuffer(bytes: rest.prefix(pieces)))
                rest = rest.dropFirst(pieces)
            }
            while let part = try channel.readInbound(as: HTTPClientResponsePart.self) { take(part) }
        } catch {
            // What was read before it, if anything, depends on the pieces.
            (heads, body, ends, hasFailed) = ([], [], 0, true)
        }
        // What is left of a broken message is reported by this, and of no account.
        _ = try? channel.finish(acceptAlreadyClosed: true)
    }

    private mutating func take(_ part: HTTPClientResponsePart) {
        switch part {
        case .head(let head):
            heads.append(head)
            guard head.headers["Content-Length"].count <= 1 else { fatalError("two lengths: \(head.headers)") }
        case .body(let bytes): body += bytes.readableBytesView
        case .end: ends += 1
        }
    }
}

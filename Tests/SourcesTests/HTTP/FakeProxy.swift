import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// A proxy on a free port of loopback that makes tunnels (RFC 9110, section 9.3.6), all of them to one port of this machine.
final class FakeProxy: Sendable {
    /// What it answers a CONNECT.
    enum Manners: Sendable {
        /// A tunnel for everybody, or only for who sends this `Proxy-Authorization`; 407 for others.
        case tunnels(authorization: String?)
        /// No tunnel, but this status.
        case refuses(status: Int)
        /// Nothing: it closes the connection.
        case hangsUp
    }

    struct Request: Sendable {
        /// `CONNECT photos.example:443 HTTP/1.1`.
        let line: String
        let authorization: String?
    }

    private let channel: any Channel
    private let record: NIOLockedValueBox<[Request]>

    /// The CONNECTs that it got.
    var requests: [Request] { record.withLockedValue { $0 } }

    /// The port that it listens on.
    var port: Int { channel.localAddress?.port ?? 0 }

    private init(leadingTo originPort: Int, manners: Manners) async throws {
        let record = NIOLockedValueBox<[Request]>([])
        self.record = record
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        TunnelHandler(originPort: originPort, manners: manners, record: record))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    /// Runs `body` with a new proxy, whose tunnels lead to `originPort`; it takes no more connections afterwards.
    static func with<Value>(
        leadingTo originPort: Int, manners: Manners = .tunnels(authorization: nil),
        _ body: (FakeProxy) async throws -> Value
    ) async throws -> Value {
        let proxy = try await FakeProxy(leadingTo: originPort, manners: manners)
        do {
            let value = try await body(proxy)
            try await proxy.channel.close()
            return value
        } catch {
            // What went wrong in `body` is what counts.
            try? await proxy.channel.close()
            throw error
        }
    }
}

/// One connection to the proxy: reads the request, and then only passes bytes on.
private final class TunnelHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let originPort: Int
    private let manners: FakeProxy.Manners
    private let record: NIOLockedValueBox<[FakeProxy.Request]>
    private var head = ""
    private var origin: (any Channel)?

    init(originPort: Int, manners: FakeProxy.Manners, record: NIOLockedValueBox<[FakeProxy.Request]>) {
        self.originPort = originPort
        self.manners = manners
        self.record = record
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        if let origin { return origin.writeAndFlush(bytes, promise: nil) }
        head += String(buffer: bytes)
        if head.hasSuffix("\r\n\r\n") { answer(context) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        origin?.close(promise: nil)
        context.fireChannelInactive()
    }

    private func answer(_ context: ChannelHandlerContext) {
        let lines = head.split(separator: "\r\n").map(String.init)
        let field = lines.first { $0.lowercased().hasPrefix("proxy-authorization: ") }
        let authorization = field.map { String($0.dropFirst("proxy-authorization: ".count)) }
        record.withLockedValue {
            $0.append(FakeProxy.Request(line: lines.first ?? "", authorization: authorization))
        }
        switch manners {
        case .tunnels(let wanted) where wanted == nil || wanted == authorization: connect(context)
        case .tunnels: write(context, "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n")
        case .refuses(let status): write(context, "HTTP/1.1 \(status) No\r\nContent-Length: 0\r\n\r\n")
        case .hangsUp: context.close(promise: nil)
        }
    }

    private func connect(_ context: ChannelHandlerContext) {
        let client = context.channel
        let context = NIOLoopBound(context, eventLoop: context.eventLoop)
        ClientBootstrap(group: client.eventLoop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(BackHandler(client: client))
                }
            }
            .connect(host: "127.0.0.1", port: originPort)
            .assumeIsolated()
            .whenComplete { [self] result in
                // Without the origin there is no tunnel.
                guard case .success(let channel) = result else { return client.close(promise: nil) }
                origin = channel
                write(context.value, "HTTP/1.1 200 Connection established\r\n\r\n")
            }
    }

    private func write(_ context: ChannelHandlerContext, _ text: String) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
    }
}

/// The way back of a tunnel.
private final class BackHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let client: any Channel

    init(client: any Channel) { self.client = client }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        client.writeAndFlush(unwrapInboundIn(data), promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        client.close(promise: nil)
        context.fireChannelInactive()
    }
}

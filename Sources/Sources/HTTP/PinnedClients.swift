import AsyncHTTPClient
import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOSSL

/// A host and the one address, already checked, at which it is dialled.
struct Pin: Sendable, Hashable {
    let host: String
    let address: IPAddress
    /// The address as text, for making connections.
    let addressText: String

    /// `nil` if `socketAddress` is not an internet address.
    init?(host: String, socketAddress: SocketAddress) {
        guard let address = IPAddress(socketAddress), let text = socketAddress.ipAddress else { return nil }
        self.host = host
        self.address = address
        addressText = text
    }
}

/// How requests reach an origin.
enum Route: Sendable, Hashable {
    /// To the one address that was checked.
    case pinned(Pin)
    /// Through a proxy, which looks the origin's name up itself.
    case tunnelled(through: ProxyServer)
    /// To a proxy, which takes whole URLs.
    case handed(to: ProxyServer)
}

/// HTTP clients that each dial only one host at one address, or a proxy; the most recently used are kept, with their
/// connections.
///
/// AsyncHTTPClient looks up names itself, after any check of ours, and has no hook for that; but each client can map a
/// name to an address. The host stays in the `Host` header, in SNI and in the certificate's check. As a second check, a
/// new connection fails before a request is sent if its peer has another address, or one that the policy denies.
final class PinnedClients: Sendable {
    private struct Entry {
        let client: HTTPClient
        let tls: TLSConfiguration
        var users = 0
        var lastUse = 0
    }

    private struct State {
        var entries: [Route: Entry] = [:]
        var uses = 0
        /// Complete when every client that was evicted is shut down.
        var evictions: EventLoopFuture<Void>
        var isShutDown = false
    }

    private static let noLimit = 1 << 30

    private let capacity: Int
    private let configuration: SourceConfiguration
    private let eventLoopGroup: any EventLoopGroup
    private let logger: Logger
    private let trustRoots: NIOSSLTrustRoots?
    private let state: NIOLockedValueBox<State>
    private let notes = RequestNotes()

    /// Keeps at most `capacity` clients that are not in use. Without `trustRoots`, the system's authorities are
    /// trusted.
    init(
        capacity: Int = 64, configuration: SourceConfiguration, eventLoopGroup: any EventLoopGroup, logger: Logger,
        trustRoots: NIOSSLTrustRoots? = nil
    ) {
        self.capacity = capacity
        self.configuration = configuration
        self.eventLoopGroup = eventLoopGroup
        self.logger = logger
        self.trustRoots = trustRoots
        state = NIOLockedValueBox(State(evictions: eventLoopGroup.any().makeSucceededVoidFuture()))
    }

    /// How many clients exist.
    var count: Int { state.withLockedValue { $0.entries.count } }

    /// A client in use; it is kept as long as this loan.
    final class Loan: Sendable {
        /// Which connections a request may use.
        enum Connection: Sendable {
            /// One that an earlier request left open, if there is one.
            case any
            /// One that is made for it, and closed after it.
            case new
        }

        let client: HTTPClient
        let route: Route
        private let tls: TLSConfiguration
        private let owner: PinnedClients

        fileprivate init(_ client: HTTPClient, _ tls: TLSConfiguration, _ route: Route, _ owner: PinnedClients) {
            self.client = client
            self.tls = tls
            self.route = route
            self.owner = owner
        }

        deinit { owner.giveBack(route) }

        /// The head of the answer to `request`, which is sent as `note` says.
        func answer(
            to request: HTTPClientRequest, _ note: RequestNote, connection: Connection = .any, deadline: NIODeadline
        ) async throws -> HTTPClientResponse {
            let number = owner.notes.add(note)
            defer { owner.notes.remove(number) }
            var request = request
            request.headers.replaceOrAdd(name: RequestNotes.fieldName, value: "\(number)")
            if case .new = connection {
                // Connections are pooled by TLS configuration, even for http. This switch has no effect in a client,
                // and `close` prevents every connection of its pool from being used twice.
                request.tlsConfiguration = tls
                request.tlsConfiguration?.sendCANameList.toggle()
                request.headers.replaceOrAdd(name: "Connection", value: "close")
            }
            return try await client.execute(request, deadline: deadline, logger: owner.logger)
        }
    }

    /// Lends the client for `route`.
    ///
    /// - Throws: `cancelled` after `shutDown`.
    func lend(for route: Route) throws(SourceError) -> Loan {
        let entry = try borrow(route)
        return Loan(entry.client, entry.tls, route, self)
    }

    /// Ends every request that still runs and closes all connections.
    func shutDown() async {
        let (clients, evictions) = state.withLockedValue { state in
            defer { state.entries = [:] }
            state.isShutDown = true
            return (state.entries.values.map(\.client), state.evictions)
        }
        let futures = clients.map { $0.shutdown() } + [evictions]
        // `andAllComplete` never fails: it waits for each future, whatever its result.
        try? await EventLoopFuture.andAllComplete(futures, on: eventLoopGroup.any()).get()
    }

    private func borrow(_ route: Route) throws(SourceError) -> Entry {
        let entry = state.withLockedValue { state -> Entry? in
            guard !state.isShutDown else { return nil }
            state.uses += 1
            var entry = state.entries[route] ?? makeEntry(for: route)
            entry.users += 1
            entry.lastUse = state.uses
            state.entries[route] = entry
            evictOne(&state)
            return entry
        }
        guard let entry else { throw .cancelled() }
        return entry
    }

    private func giveBack(_ route: Route) {
        state.withLockedValue { state in
            state.entries[route]?.users -= 1
            evictOne(&state)
        }
    }

    /// Removes the least recently used client, if there are too many and one is not in use.
    private func evictOne(_ state: inout State) {
        guard state.entries.count > capacity,
            let oldest = state.entries.filter({ $0.value.users == 0 }).min(by: { $0.value.lastUse < $1.value.lastUse })
        else { return }
        state.entries[oldest.key] = nil
        let closing = oldest.value.client.shutdown()
        state.evictions = .andAllComplete([state.evictions, closing], on: eventLoopGroup.any())
    }

    private func makeEntry(for route: Route) -> Entry {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = trustRoots ?? TrustRoots.system
        if configuration.ignoresCertificates { tls.certificateVerification = .none }
        var settings = HTTPClient.Configuration(
            tlsConfiguration: tls,
            redirectConfiguration: .disallow,
            timeout: .init(connect: TimeAmount(configuration.connectTimeout)),
            connectionPool: .init(
                idleTimeout: TimeAmount(configuration.idleTimeout),
                // Earlier stages bound the number of connections: the gate for fetches, the listener's own limit
                // for sources that are passed on to its clients. A queue after that would only hide them.
                concurrentHTTP1ConnectionsPerHostSoftLimit: Self.noLimit)
        )
        // With HTTP/1.1, an abandoned body closes its connection, and the socket's own flow control bounds a body.
        settings.httpVersion = .http1Only
        // Nobody collects spans; making them takes a hundredth of a small request.
        settings.tracing.tracer = nil
        // A failed connection is reported at once, so that the host's next address can be tried.
        settings.connectionPool.retryConnectionEstablishment = false
        switch route {
        case .pinned(let pin):
            if IPAddress(literal: pin.host) == nil { settings.dnsOverride = [pin.host: pin.addressText] }
        case .tunnelled(let proxy): settings.proxy = HTTPClient.Configuration.Proxy(proxy)
        case .handed: break
        }
        let (policy, headBytes, notes) = (configuration.addressPolicy, configuration.maximumHeadBytes, notes)
        settings.http1_1ConnectionDebugInitializer = { channel in
            checkPeer(of: channel, route: route, policy: policy).flatMapThrowing {
                try ResponseHeadGuard.guardParser(of: channel, maximumBytes: headBytes)
                try OriginRequestHandler.add(to: channel, notes: notes)
            }
        }
        let client = HTTPClient(
            eventLoopGroup: eventLoopGroup, configuration: settings, backgroundActivityLogger: logger)
        return Entry(client: client, tls: tls)
    }
}

/// The connection's peer is not the address that was checked.
struct UnexpectedPeer: Error {
    let peer: SocketAddress?
}

/// Succeeds if `channel` is connected to the pinned address and the policy allows it; otherwise fails and closes the
/// channel. A proxy may be anywhere.
private func checkPeer(of channel: any Channel, route: Route, policy: AddressPolicy) -> EventLoopFuture<Void> {
    guard case .pinned(let pin) = route else { return channel.eventLoop.makeSucceededVoidFuture() }
    let peer = channel.remoteAddress
    if let address = peer.flatMap({ IPAddress($0) }), let port = peer?.port, address == pin.address,
        policy.allows(address, port: port)
    {
        return channel.eventLoop.makeSucceededVoidFuture()
    }
    // Closed only after the failure has been seen: the pool must not mistake it for a connection that was once usable.
    channel.eventLoop.execute { channel.close(promise: nil) }
    return channel.eventLoop.makeFailedFuture(UnexpectedPeer(peer: peer))
}

extension HTTPClient.Configuration.Proxy {
    fileprivate init(_ server: ProxyServer) {
        switch server.kind {
        case .http:
            self = .server(
                host: server.host, port: server.port,
                authorization: server.credentials.map { .basic(username: $0.user, password: $0.password) })
        case .socks: self = .socksServer(host: server.host, port: server.port)
        }
    }
}

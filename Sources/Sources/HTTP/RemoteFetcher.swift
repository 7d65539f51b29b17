import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1

/// Fetches sources over HTTP: names, addresses, redirects, and the body.
struct RemoteFetcher: Sendable {
    let configuration: SourceConfiguration
    let allowed: AllowedSources
    let resolver: HostResolver
    let clients: PinnedClients
    let addresses = AddressMemory()
    let logger: Logger

    /// The head of the answer from `url`, or from where it redirects to; every host on the way is checked again.
    ///
    /// - Throws: any code except those of files.
    func open(
        _ url: RemoteURL, name: String, options: FetchOptions = .standard
    ) async throws(SourceError) -> RemoteBody {
        var call = Call(url: url, name: name, options: options)
        for _ in 0...max(configuration.maximumRedirects, 0) {
            switch try await request(call) {
            case .body(let body): return body
            case .redirect(let location, let cookies):
                call.jar.take(cookies, from: call.url)
                let target = try call.url.redirected(to: location)
                if !options.isTrusted { try allowed.check(.remote(target)) }
                if !target.hasSameOrigin(as: call.url) { call.options.dropWhatIsForOneOrigin() }
                call.isNamed = target.hasSameOrigin(as: url)
                call.url = target
            }
        }
        throw SourceError(
            .tooManyRedirects, "The source redirects more than \(configuration.maximumRedirects) times.")
    }

    /// One request of a fetch.
    private struct Call: Sendable {
        var url: RemoteURL
        let name: String
        var options: FetchOptions
        var jar = CookieJar()
        /// Whether it goes to the origin that the fetch began with.
        var isNamed = true
    }

    /// The result of one request.
    private enum Outcome: Sendable {
        case body(RemoteBody)
        case redirect(location: String, cookies: [String])
    }

    /// One request, to the first allowed address that accepts the connection, or through a proxy.
    private func request(_ call: Call) async throws(SourceError) -> Outcome {
        if let route = try await routeThroughProxy(to: call.url) {
            return try await exchange(call, over: try clients.lend(for: route), race: DialRace(), attempt: 0)
        }
        let pins = addresses.ordered(try await allowedPins(for: call.url), port: call.url.port)
        guard pins.count > 1 else {
            return try await exchange(call, over: try clients.lend(for: .pinned(pins[0])), race: DialRace(), attempt: 0)
        }
        return try await DialRace.run(pins, headStart: Self.headStart, noting: addresses, port: call.url.port) {
            (pin, race, attempt) throws(SourceError) in
            try await exchange(call, over: try clients.lend(for: .pinned(pin)), race: race, attempt: attempt)
        }
    }

    /// The time after which another address is tried alongside those that have not answered (RFC 8305, section 8).
    private static let headStart = Duration.milliseconds(250)

    /// The addresses of a URL's host that may be dialled, best first; at least one.
    ///
    /// - Throws: `addressDenied`, `nameNotResolved`, `cancelled`.
    func allowedPins(for url: RemoteURL) async throws(SourceError) -> [Pin] {
        let addresses = try await resolver.addresses(of: url.host, port: url.port)
        let pins = addresses.compactMap { Pin(host: url.host, socketAddress: $0) }
            .filter { configuration.addressPolicy.allows($0.address) }
        guard !pins.isEmpty else { throw Self.addressDenied(url, addresses) }
        let open = pins.filter { configuration.addressPolicy.allows($0.address, port: url.port) }
        guard !open.isEmpty else { throw Self.portDenied(url) }
        return open
    }

    static func portDenied(_ url: RemoteURL) -> SourceError {
        SourceError(
            .addressDenied, "The source's port \(url.port) is not one of those that are allowed (source-ports).")
    }

    static func addressDenied(_ url: RemoteURL, _ addresses: [SocketAddress]) -> SourceError {
        SourceError(
            .addressDenied,
            "The source's host \(url.host) is private, local or otherwise reserved; only public hosts are allowed.",
            cause: DeniedAddresses(addresses: addresses))
    }

    private func exchange(
        _ call: Call, over loan: PinnedClients.Loan, race: DialRace, attempt: Int
    ) async throws(SourceError) -> Outcome {
        defer { withExtendedLifetime(loan) {} }
        let response = try await response(call, over: loan, race, attempt)
        // A response that is dropped unread, on any throw from here, closes its connection.
        let head = ResponseHead(response)
        if let location = try head.redirectLocation() {
            await head.discardShortBody(of: response)
            return .redirect(location: location, cookies: head.lines("Set-Cookie"))
        }
        let isUnchanged = head.status == 304 && call.options.isConditional
        let codings = isUnchanged ? [] : try head.codings(isForRange: call.options.range != nil)
        return .body(
            RemoteBody(
                metadata: head.metadata(name: call.name, codings: codings), isUnchanged: isUnchanged, codings: codings,
                wholeBytes: head.wholeBytes, chunks: response.body, loan: loan))
    }

    /// The head of the answer. If a request fails without an answer on a connection that was kept from an earlier one,
    /// it is sent once more on a new connection: the origin had closed the old one, or was about to.
    private func response(
        _ call: Call, over loan: PinnedClients.Loan, _ race: DialRace, _ attempt: Int
    ) async throws(SourceError) -> HTTPClientResponse {
        let request = request(for: call, over: loan.route)
        let target = loan.route.target(of: call.url)
        let deadline = NIODeadline.now() + TimeAmount(configuration.totalTimeout)
        do {
            let note = RequestNote(target: target, race: race, attempt: attempt)
            do {
                return try await loan.answer(to: request, note, deadline: deadline)
            } catch {
                // A kept connection that closes at that moment has taken nothing of the request.
                let wasLate = note.isUnsent && error as? ChannelError == .ioOnClosedChannel
                guard wasLate || note.wentOverUsedConnection && SourceError.isDeadConnection(error) else { throw error }
            }
            let again = RequestNote(target: target, race: race, attempt: attempt)
            return try await loan.answer(to: request, again, connection: .new, deadline: deadline)
        } catch {
            throw SourceError(beforeResponse: error, host: call.url.host)
        }
    }

    private func request(for call: Call, over route: Route) -> HTTPClientRequest {
        let (url, options) = (call.url, call.options)
        var request = route.request(to: url)
        request.headers.add(name: "User-Agent", value: configuration.userAgent)
        request.headers.add(name: "Accept", value: "image/*,*/*;q=0.8")
        if let day = options.unlessUnchangedSince { request.headers.add(name: "If-Modified-Since", value: day) }
        if let tag = options.unlessTagged { request.headers.add(name: "If-None-Match", value: tag) }
        if let range = options.range {
            request.headers.add(name: "Range", value: range)
            if let validator = options.rangeValidator { request.headers.add(name: "If-Range", value: validator) }
        }
        // The configuration's take precedence over the client's.
        for header in options.headers + configuration.headers.headers(for: url, isNamed: call.isNamed) {
            request.headers.replaceOrAdd(name: header.name, value: header.value)
        }
        if let cookie = call.jar.header(for: url, behind: request.headers.first(name: "Cookie") ?? options.cookie) {
            request.headers.replaceOrAdd(name: "Cookie", value: cookie)
        }
        if let credentials = url.credentials {
            request.setBasicAuth(username: credentials.user, password: credentials.password)
        }
        return request
    }
}

/// The unread body of an origin's answer, and what is known about it; releasing it closes its connection.
struct RemoteBody: Sendable {
    let metadata: SourceMetadata
    /// Whether the answer was 304, which has no body.
    let isUnchanged: Bool
    /// What the body is encoded with.
    let codings: [ContentCoding]
    /// Bytes of all of the source, as the origin states them.
    let wholeBytes: Int?
    let chunks: HTTPClientResponse.Body
    /// What must stay while the body is read: the client, if it is lent.
    let loan: (any Sendable)?
}

/// Every address of a host that was denied; for the log.
struct DeniedAddresses: Error {
    let addresses: [SocketAddress]
}

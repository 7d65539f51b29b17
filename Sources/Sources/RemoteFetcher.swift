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
    let logger: Logger

    /// The head of the answer at `url` or at where it redirects to; every host on the way is judged anew.
    ///
    /// - Throws: any code but those of files.
    func open(
        _ url: RemoteURL, name: String, options: FetchOptions = .standard
    ) async throws(SourceError) -> RemoteBody {
        var (url, options) = (url, options)
        for _ in 0...max(configuration.maximumRedirects, 0) {
            switch try await request(url, name: name, options) {
            case .body(let body): return body
            case .redirect(let location):
                let target = try url.redirected(to: location)
                if !options.isTrusted { try allowed.check(.remote(target)) }
                if !target.hasSameOrigin(as: url) { options.cookie = nil }
                url = target
            }
        }
        throw SourceError(
            .tooManyRedirects, "The source redirects more than \(configuration.maximumRedirects) times.")
    }

    /// What one request brought.
    private enum Outcome: Sendable {
        case body(RemoteBody)
        case redirect(location: String)
    }

    /// One request, to the first allowed address that takes the connection.
    private func request(
        _ url: RemoteURL, name: String, _ options: FetchOptions
    ) async throws(SourceError) -> Outcome {
        var pins = try await allowedPins(for: url)[...]
        while let pin = pins.popFirst() {
            do throws(SourceError) {
                return try await exchange(url, over: try clients.lend(for: pin), name: name, options)
            } catch {
                guard [.connectFailed, .timedOut].contains(error.code), !pins.isEmpty else { throw error }
            }
        }
        throw Self.addressDenied(url, [])
    }

    /// The addresses of a URL's host that may be dialled, best first; at least one.
    ///
    /// - Throws: `addressDenied`, `nameNotResolved`, `cancelled`.
    func allowedPins(for url: RemoteURL) async throws(SourceError) -> [Pin] {
        let addresses = try await resolver.addresses(of: url.host, port: url.port)
        let pins = addresses.compactMap { Pin(host: url.host, socketAddress: $0) }
            .filter { configuration.addressPolicy.allows($0.address) }
        guard !pins.isEmpty else { throw Self.addressDenied(url, addresses) }
        let open = pins.filter { configuration.addressPolicy.allows($0.address, port: url.port) }
        guard !open.isEmpty else {
            throw SourceError(
                .addressDenied, "The source's port \(url.port) is not allowed (source-ports).")
        }
        return open
    }

    static func addressDenied(_ url: RemoteURL, _ addresses: [SocketAddress]) -> SourceError {
        SourceError(
            .addressDenied,
            "The source's host \(url.host) is private, local or otherwise reserved; only public hosts are allowed.",
            cause: DeniedAddresses(addresses: addresses))
    }

    private func exchange(
        _ url: RemoteURL, over loan: PinnedClients.Loan, name: String, _ options: FetchOptions
    ) async throws(SourceError) -> Outcome {
        defer { withExtendedLifetime(loan) {} }
        let response: HTTPClientResponse
        do {
            response = try await loan.client.execute(
                request(for: url, options), deadline: .now() + TimeAmount(configuration.totalTimeout),
                logger: logger)
        } catch {
            throw SourceError(beforeResponse: error, host: url.host)
        }
        // A response that is dropped unread, on any throw from here, closes its connection.
        let head = ResponseHead(response)
        if let location = try head.redirectLocation() {
            await head.discardShortBody(of: response)
            return .redirect(location: location)
        }
        let isUnchanged = head.status == 304 && options.isConditional
        if !isUnchanged { try head.checkUsable() }
        return .body(
            RemoteBody(
                metadata: head.metadata(name: name), isUnchanged: isUnchanged, chunks: response.body, loan: loan))
    }

    private func request(for url: RemoteURL, _ options: FetchOptions) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: url.description)
        request.headers.add(name: "User-Agent", value: configuration.userAgent)
        request.headers.add(name: "Accept", value: "image/*,*/*;q=0.8")
        if let day = options.unlessUnchangedSince { request.headers.add(name: "If-Modified-Since", value: day) }
        if let tag = options.unlessTagged { request.headers.add(name: "If-None-Match", value: tag) }
        if let cookie = options.cookie { request.headers.add(name: "Cookie", value: cookie) }
        if let credentials = url.credentials {
            request.setBasicAuth(username: credentials.user, password: credentials.password)
        }
        return request
    }
}

/// The body of an origin's answer, still to be read, and what was said about it; letting it go closes its connection.
struct RemoteBody: Sendable {
    let metadata: SourceMetadata
    /// Whether the answer was 304, which has no body.
    let isUnchanged: Bool
    let chunks: HTTPClientResponse.Body
    /// Keeps the client while the body is read.
    let loan: PinnedClients.Loan
}

/// Every address of a host that was denied; for the log.
struct DeniedAddresses: Error {
    let addresses: [SocketAddress]
}

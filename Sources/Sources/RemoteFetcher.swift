import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1

/// Fetches sources over HTTP: names, addresses, redirects, and the body.
struct RemoteFetcher: Sendable {
    let configuration: SourceConfiguration
    let resolver: HostResolver
    let clients: PinnedClients
    let logger: Logger

    /// The whole body behind `url` or behind where it redirects to; every host on the way is judged anew.
    ///
    /// - Throws: any code but those of files.
    func fetch(
        _ url: RemoteURL, name: String, options: FetchOptions = .standard, reserving: @escaping CapacityReservation
    ) async throws(SourceError) -> SourceContent {
        var (url, options) = (url, options)
        for _ in 0...max(configuration.maximumRedirects, 0) {
            switch try await request(url, name: name, options, reserving) {
            case .content(let content): return content
            case .redirect(let location):
                let target = try url.redirected(to: location)
                if !target.hasSameOrigin(as: url) { options.cookie = nil }
                url = target
            }
        }
        throw SourceError(
            .tooManyRedirects, "The source redirects more often than \(configuration.maximumRedirects) times.")
    }

    /// What one request brought.
    private enum Outcome: Sendable {
        case content(SourceContent)
        case redirect(location: String)
    }

    /// One request, to the first allowed address that takes the connection.
    private func request(
        _ url: RemoteURL, name: String, _ options: FetchOptions, _ reserving: @escaping CapacityReservation
    ) async throws(SourceError) -> Outcome {
        var pins = try await allowedPins(for: url)[...]
        while let pin = pins.popFirst() {
            do throws(SourceError) {
                return try await clients.withClient(for: pin) { client throws(SourceError) in
                    try await exchange(url, over: client, name: name, options, reserving)
                }
            } catch {
                guard [.connectFailed, .timedOut].contains(error.code), !pins.isEmpty else { throw error }
            }
        }
        throw Self.addressDenied(url, [])
    }

    private func allowedPins(for url: RemoteURL) async throws(SourceError) -> [Pin] {
        let addresses = try await resolver.addresses(of: url.host, port: url.port)
        let pins = addresses.compactMap { Pin(host: url.host, socketAddress: $0) }
            .filter { configuration.addressPolicy.allows($0.address) }
        guard !pins.isEmpty else { throw Self.addressDenied(url, addresses) }
        return pins
    }

    private static func addressDenied(_ url: RemoteURL, _ addresses: [SocketAddress]) -> SourceError {
        SourceError(
            .addressDenied,
            "The source's host \(url.host) is private, local or otherwise special; only public ones are allowed.",
            cause: DeniedAddresses(addresses: addresses))
    }

    private func exchange(
        _ url: RemoteURL, over client: HTTPClient, name: String, _ options: FetchOptions,
        _ reserving: @escaping CapacityReservation
    ) async throws(SourceError) -> Outcome {
        let response: HTTPClientResponse
        do {
            response = try await client.execute(
                request(for: url, cookie: options.cookie), deadline: .now() + TimeAmount(configuration.totalTimeout),
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
        try head.checkUsable()
        let (bytes, capacity, isComplete) = try await body(
            of: response, declaredBytes: head.declaredBytes, options, reserving)
        return .content(
            SourceContent(
                bytes: bytes, name: name, mediaType: head.mediaType, entityTag: head.field("ETag"),
                lastModified: head.field("Last-Modified"), cacheControl: head.joined("Cache-Control"),
                expires: head.field("Expires"), byteCount: isComplete ? nil : head.declaredBytes,
                capacityBytes: capacity))
    }

    private func request(for url: RemoteURL, cookie: String?) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: url.description)
        request.headers.add(name: "User-Agent", value: configuration.userAgent)
        request.headers.add(name: "Accept", value: "image/*,*/*;q=0.8")
        if let cookie { request.headers.add(name: "Cookie", value: cookie) }
        if let credentials = url.credentials {
            request.setBasicAuth(username: credentials.user, password: credentials.password)
        }
        return request
    }

    private func body(
        of response: HTTPClientResponse, declaredBytes: Int?, _ options: FetchOptions,
        _ reserving: @escaping CapacityReservation
    ) async throws(SourceError) -> (bytes: [UInt8], capacityBytes: Int, isComplete: Bool) {
        var buffer = DownloadBuffer(
            maximumBytes: options.maximumBytes ?? configuration.maximumBytes, reserving: reserving)
        var nextBeginning = FetchOptions.firstBeginning
        if declaredBytes == 0 { throw .empty }
        if let declaredBytes { try await buffer.expect(bytes: declaredBytes) }
        do {
            for try await chunk in response.body {
                try await buffer.append(chunk.readableBytesView)
                guard let isEnough = options.isEnough, let declaredBytes, buffer.count >= nextBeginning,
                    buffer.count < declaredBytes, nextBeginning <= FetchOptions.lastBeginning
                else { continue }
                nextBeginning *= 4
                let beginning = buffer.beginning
                // Leaving the loop closes the connection: the rest is never sent.
                if await isEnough(beginning) { return (beginning, buffer.capacityBytes, false) }
            }
        } catch let error as SourceError {
            throw error
        } catch {
            throw SourceError(duringBody: error)
        }
        if Task.isCancelled { throw .cancelled() }
        guard buffer.count > 0 else { throw .empty }
        let (bytes, capacity) = try await buffer.finish()
        return (bytes, capacity, true)
    }
}

/// Every address of a host that was denied; for the log.
struct DeniedAddresses: Error {
    let addresses: [SocketAddress]
}

import AsyncHTTPClient
import NIOHTTP1

extension RemoteFetcher {
    /// The time to look up a name whose requests go through a proxy: if this machine can't, the proxy may.
    private static let lookUpTime = Duration.seconds(1)

    /// The proxy for `url`; `nil` if there is none.
    ///
    /// The proxy looks up the host's name and dials, so its destination can't be checked here. What can be checked is:
    /// an address in any notation, and a name, by its addresses here, if it has any.
    ///
    /// - Throws: `addressDenied`, `cancelled`.
    func routeThroughProxy(to url: RemoteURL) async throws(SourceError) -> Route? {
        guard let proxy = configuration.proxies.server(for: url) else { return nil }
        do throws(SourceError) {
            _ = try await withDeadline(.now + Self.lookUpTime) { () throws(SourceError) in
                try await allowedPins(for: url)
            }
        } catch {
            guard [.nameNotResolved, .timedOut].contains(error.code) else { throw error }
            // Without an address here, the port is still checked, as for a public one.
            guard configuration.addressPolicy.allowsPublicPort(url.port) else { throw Self.portDenied(url) }
        }
        return proxy.kind == .http && url.scheme == .http ? .handed(to: proxy) : .tunnelled(through: proxy)
    }
}

extension Route {
    /// The target in the request line for `url` (RFC 9112, section 3.2).
    func target(of url: RemoteURL) -> String {
        if case .handed = self { url.origin + url.target } else { url.target }
    }

    /// A request that reaches `url`.
    func request(to url: RemoteURL) -> HTTPClientRequest {
        guard case .handed(let proxy) = self else { return HTTPClientRequest(url: url.origin) }
        var request = HTTPClientRequest(url: proxy.origin)
        request.headers.add(name: "Host", value: String(url.origin.dropFirst("http://".count)))
        if let credentials = proxy.credentials {
            let authorization = HTTPClient.Authorization.basic(
                username: credentials.user, password: credentials.password)
            request.headers.add(name: "Proxy-Authorization", value: authorization.headerValue)
        }
        return request
    }
}

/// A server that forwards requests to origins.
struct ProxyServer: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        /// http sources with whole URLs, https through a tunnel.
        case http
        /// SOCKS 5: everything through a tunnel.
        case socks
    }

    let kind: Kind
    let host: String
    let port: Int
    let credentials: RemoteURL.Credentials?

    /// Reads `http://user:password@proxy.example:3128`, `socks5://…`, or a host and a port alone; a URL's path is
    /// ignored.
    ///
    /// - Throws: `notConfigured`; the text is not repeated, because it may contain a password.
    init(parsing text: String) throws(SourceError) {
        let scheme = text.firstRange(of: "://").map { text[..<$0.lowerBound].lowercased() } ?? "http"
        let rest = text.firstRange(of: "://").map { text[$0.upperBound...] } ?? text[...]
        switch scheme {
        case "http": kind = .http
        case "socks5", "socks5h": kind = .socks
        default:
            throw SourceError(
                .notConfigured, "a proxy is reached by http:// or socks5://, not by \(scheme.prefix(20))://")
        }
        let url: RemoteURL
        do throws(SourceError) { url = try RemoteURL(parsing: "http://\(rest)") } catch {
            throw SourceError(.notConfigured, "it is not the address of a proxy such as http://proxy.example:3128")
        }
        guard kind == .http || url.credentials == nil else {
            throw SourceError(.notConfigured, "a SOCKS proxy is used without user and password only")
        }
        host = url.host
        let isPortNamed = url.origin.dropFirst("http://".count + host.count).contains(":")
        port = kind == .socks && !isPortNamed ? 1080 : url.port
        credentials = url.credentials
    }

    /// Its own address as a URL.
    var origin: String { "http://\(host.contains(":") ? "[\(host)]" : host):\(port)" }
}

/// Which requests go through a proxy.
package struct ProxyRules: Sendable {
    private var http: ProxyServer?
    private var https: ProxyServer?
    private var exceptions: [Exception] = []

    /// None.
    package init() {}

    /// Requests for http and https sources go through these, except for hosts in `exceptions`, as in `NO_PROXY`:
    /// `example.com` and its subdomains, `.example.com` for only the subdomains, addresses and networks, each with or
    /// without a port; `*` means all.
    ///
    /// - Throws: `notConfigured`.
    package init(http: String?, https: String?, exceptions: [String]) throws(SourceError) {
        if let http { self.http = try ProxyServer(parsing: http) }
        if let https { self.https = try ProxyServer(parsing: https) }
        self.exceptions = exceptions.map { Exception($0.lowercased()) }
    }

    /// The proxy for `url`; `nil`: requests go to the origin itself. This machine itself is never reached through a
    /// proxy.
    func server(for url: RemoteURL) -> ProxyServer? {
        guard let server = url.scheme == .http ? http : https else { return nil }
        let address = IPAddress(literal: url.host)
        guard url.host != "localhost", address?.kinds.contains(.loopback) != true else { return nil }
        return exceptions.contains { $0.covers(url, address) } ? nil : server
    }

    /// One entry of `NO_PROXY`.
    private enum Exception: Sendable {
        case all
        case network(AddressNetwork)
        case host(String, isForSubdomainsOnly: Bool, port: Int?)

        init(_ text: String) {
            if text == "*" {
                self = .all
            } else if let network = AddressNetwork(text.filter { $0 != "[" && $0 != "]" }) {
                self = .network(network)
            } else {
                let parts = text.split(separator: ":", maxSplits: 1)
                let port = parts.count == 2 ? Int(parts[1]) : nil
                let name = String((port == nil ? text[...] : parts[0]).drop { $0 == "*" })
                let host = HostName.ascii(name.drop { $0 == "." }) ?? name
                self = .host(host, isForSubdomainsOnly: name.hasPrefix("."), port: port)
            }
        }

        func covers(_ url: RemoteURL, _ address: IPAddress?) -> Bool {
            switch self {
            case .all: true
            case .network(let network): address.map { network.contains($0) } ?? false
            case .host(let host, let isForSubdomainsOnly, let port):
                (port.map { $0 == url.port } ?? true)
                    && (url.host == host && !isForSubdomainsOnly || url.host.hasSuffix("." + host))
            }
        }
    }
}

import Cryptography

/// An absolute http or https URL, parsed and checked, so that every later step sees the same host.
package struct RemoteURL: Sendable, Hashable {
    package enum Scheme: String, Sendable, Hashable {
        case http, https

        var defaultPort: Int { self == .http ? 80 : 443 }
    }

    /// User name and password, decoded, for Basic authentication.
    struct Credentials: Sendable, Hashable {
        let user: String
        let password: String
    }

    package let scheme: Scheme
    /// Lower case ASCII, `xn--…` for other letters: a name, an IPv4 address in any notation, or an IPv6 address without
    /// brackets.
    package let host: String
    /// 1…65535.
    package let port: Int
    /// The path, from its first `/`, percent-encoded.
    package let path: String
    /// What follows the `?`, percent-encoded; `nil` without one.
    package let query: String?
    let credentials: Credentials?

    /// The URL in `text`. A fragment is dropped; blanks and non-ASCII in path and query are encoded.
    ///
    /// - Throws: `invalidReference`; `schemeNotAllowed` for a scheme other than http and https.
    package init(parsing text: String) throws(SourceError) {
        guard let separator = text.firstRange(of: "://") else {
            throw Self.invalid("it must start with http:// or https://")
        }
        guard let scheme = Scheme(rawValue: text[..<separator.lowerBound].lowercased()) else {
            throw SourceError(.schemeNotAllowed, "The source URL must start with http:// or https://.")
        }
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw Self.invalid("it contains a control character")
        }
        let rest = text[separator.upperBound...].prefix { $0 != "#" }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        // Browsers read \ as /, so the text before it would look like the host.
        guard !authority.contains("\\") else { throw Self.invalid("it contains a \\ before the path") }
        let (credentials, address) = try Self.splitCredentials(authority)
        let (host, port) = try Self.splitPort(address)
        self.scheme = scheme
        self.host = try Self.checkedHost(host)
        self.port = try port.map(Self.checkedPort) ?? scheme.defaultPort
        self.credentials = credentials
        (path, query) = Self.splitQuery(rest[authority.endIndex...])
    }

    init(scheme: Scheme, host: String, port: Int, path: String, query: String?, credentials: Credentials?) {
        self.scheme = scheme
        self.host = host
        self.port = port
        self.path = path
        self.query = query
        self.credentials = credentials
    }

    /// Whether `other` is served by the same scheme, host and port.
    func hasSameOrigin(as other: RemoteURL) -> Bool {
        scheme == other.scheme && host == other.host && port == other.port
    }

    static func invalid(_ reason: String) -> SourceError {
        SourceError(.invalidReference, "The source URL is not valid: \(reason).")
    }
}

/// The URL without credentials.
extension RemoteURL: CustomStringConvertible {
    package var description: String { origin + target }

    /// Scheme, host and port: `https://example.com:8443`.
    var origin: String {
        let shownHost = host.contains(":") ? "[\(host)]" : host
        let shownPort = port == scheme.defaultPort ? "" : ":\(port)"
        return "\(scheme.rawValue)://\(shownHost)\(shownPort)"
    }

    /// Path and query, as in a request line.
    var target: String { path + (query.map { "?\($0)" } ?? "") }
}

extension RemoteURL {
    /// Path and query of what follows the authority; the path is `/` when it is absent.
    static func splitQuery(_ text: some StringProtocol) -> (path: String, query: String?) {
        let path = PercentEncoding.encodedPathAndQuery(text.prefix { $0 != "?" })
        guard let mark = text.firstIndex(of: "?") else { return (path.isEmpty ? "/" : path, nil) }
        let query = PercentEncoding.encodedPathAndQuery(text[text.index(after: mark)...])
        return (path.isEmpty ? "/" : path, query)
    }

    private static func splitCredentials(
        _ authority: Substring
    ) throws(SourceError) -> (Credentials?, Substring) {
        guard let at = authority.lastIndex(of: "@") else { return (nil, authority) }
        let parts = authority[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let user = parts.first.flatMap({ PercentCoding.text(of: $0) }),
            let password = PercentCoding.text(of: parts.dropFirst().first ?? ""),
            !user.contains(":"), (user + password).utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
        else { throw invalid("user name or password is not properly percent-encoded") }
        return (Credentials(user: user, password: password), authority[authority.index(after: at)...])
    }

    private static func splitPort(_ address: Substring) throws(SourceError) -> (host: Substring, port: Substring?) {
        let hostEnd: Substring.Index
        if address.first == "[" {
            guard let bracket = address.firstIndex(of: "]") else { throw invalid("the ] after the address is missing") }
            hostEnd = address.index(after: bracket)
        } else {
            hostEnd = address.firstIndex(of: ":") ?? address.endIndex
        }
        let rest = address[hostEnd...]
        guard rest.isEmpty || rest.first == ":" else { throw invalid("only a port may follow the host") }
        // "host:" without digits means the default port (RFC 3986, section 3.2.3).
        return (address[..<hostEnd], rest.count > 1 ? rest.dropFirst() : nil)
    }

    private static func checkedPort(_ text: Substring) throws(SourceError) -> Int {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(text), (1...65_535).contains(port)
        else { throw invalid("the port must be a number from 1 to 65535") }
        return port
    }

    private static func checkedHost(_ text: Substring) throws(SourceError) -> String {
        if text.first == "[" {
            let inner = String(text.dropFirst().dropLast()).lowercased()
            guard let address = IPAddress(literal: inner), case .v6 = address else {
                throw invalid("there is no valid IPv6 address in the brackets (a zone is not allowed)")
            }
            return inner
        }
        guard !text.isEmpty else { throw invalid("the host is missing") }
        // RFC 3986, section 3.2.2: letters of other scripts may be percent-encoded; ASCII need not be.
        let decoded = text.matches(of: /%[0-7]/).isEmpty ? PercentCoding.text(of: text) : nil
        guard let host = decoded.flatMap({ HostName.ascii($0) }), !host.isEmpty, host.utf8.count <= 253,
            host.utf8.allSatisfy(isHostByte)
        else { throw invalid("the host must be a domain name, with letters, digits, dots, hyphens and underscores") }
        return host
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
        }
    }
}

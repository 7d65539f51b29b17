import ObjectStorage

/// The beginning of a source's address, part by part: scheme, host, port, and parts of the path.
///
/// `*` stands for any text within one part: `https://*.example.com/` does not match `https://example.com.evil.net/`.
struct SourcePattern: Sendable {
    private let scheme: String
    /// `nil`: any host.
    private let host: String?
    /// `nil`: any port.
    private let port: Int?
    /// The parts of the path; each is required. The last one is empty if the pattern ends with `/`.
    private let segments: [String]

    /// - Throws: `notConfigured`.
    init(_ text: String) throws(SourceError) {
        guard let separator = text.firstRange(of: "://") else {
            throw Self.unusable(text, "it must begin with a scheme, such as https://")
        }
        scheme = text[..<separator.lowerBound].lowercased()
        let rest = text[separator.upperBound...]
        let authority = rest.prefix { $0 != "/" }
        let path = rest[authority.endIndex...]
        guard !rest.contains("?"), !rest.contains("#"), !authority.contains("@") else {
            throw Self.unusable(text, "it may have only a scheme, host, port and path")
        }
        guard let segments = SourcePlace.segments(of: path) else {
            throw Self.unusable(text, "its path contains . or .., or is not properly percent-encoded")
        }
        self.segments = segments
        let isFile = scheme == "local" || scheme == "file"
        if isFile || authority.isEmpty {
            (host, port) = (nil, nil)
        } else if StoreScheme(named: scheme) != nil {
            // Buckets have no port, and are not written as hosts are.
            (host, port) = (String(authority), nil)
        } else {
            (host, port) = try Self.hostAndPort(authority, scheme, of: text)
        }
    }

    /// Whether `place` begins like this. A path that would lead elsewhere matches only if any path does.
    func matches(_ place: SourcePlace) -> Bool {
        guard Self.matches(scheme, place.scheme), host.map({ Self.matches($0, place.host) }) ?? true,
            port.map({ $0 == place.port }) ?? true
        else { return false }
        guard segments.contains(where: { !$0.isEmpty }) else { return true }
        guard let path = place.segments, path.count >= segments.count else { return false }
        let wanted = segments.last == "" ? segments.dropLast() : segments[...]
        return zip(wanted, path).allSatisfy { Self.matches($0, $1) }
    }

    private static func hostAndPort(
        _ authority: Substring, _ scheme: String, of text: String
    ) throws(SourceError) -> (String?, Int?) {
        let hostEnd: Substring.Index
        if let bracket = authority.lastIndex(of: "]") {
            hostEnd = authority.index(after: bracket)
        } else {
            hostEnd = authority.firstIndex(of: ":") ?? authority.endIndex
        }
        let host = try asciiHost(authority[..<hostEnd].filter { $0 != "[" && $0 != "]" }, of: text)
        let rest = authority[hostEnd...].dropFirst()
        if rest == "*" { return (host, nil) }
        if rest.isEmpty { return (host, RemoteURL.Scheme(rawValue: scheme)?.defaultPort) }
        guard let port = Int(rest), (1...65_535).contains(port) else {
            throw unusable(text, "its port must be a number from 1 to 65535, or *")
        }
        return (host, port)
    }

    /// `host` in the form that sources have; a part with a `*` must already be ASCII.
    private static func asciiHost(_ host: String, of text: String) throws(SourceError) -> String {
        var parts: [String] = []
        for part in host.split(separator: ".", omittingEmptySubsequences: false) {
            guard let ascii = HostName.ascii(part), !part.contains("*") || part.utf8.allSatisfy({ $0 < 0x80 }) else {
                throw unusable(
                    text, "its host is not a domain name; beside a *, write letters other than ASCII as xn--…")
            }
            parts.append(ascii)
        }
        return parts.joined(separator: ".")
    }

    /// Whether `text` is `pattern` with any text instead of each `*`. Cost: the product of the lengths.
    static func matches(_ pattern: String, _ text: String) -> Bool {
        let (pattern, text) = (Array(pattern.utf8), Array(text.utf8))
        var (at, next) = (0, 0)
        // After the last `*`, and where the text that it stands for ends so far.
        var star: (after: Int, end: Int)?
        while next < text.count {
            if at < pattern.count, pattern[at] == UInt8(ascii: "*") {
                star = (at + 1, next)
                at += 1
            } else if at < pattern.count, pattern[at] == text[next] {
                (at, next) = (at + 1, next + 1)
            } else if let (after, end) = star {
                star = (after, end + 1)
                (at, next) = (after, end + 1)
            } else {
                return false
            }
        }
        return pattern[at...].allSatisfy { $0 == UInt8(ascii: "*") }
    }

    private static func unusable(_ text: String, _ reason: String) -> SourceError {
        SourceError(.notConfigured, "\(text) is not a valid pattern for allowed sources: \(reason).")
    }
}

import Cryptography
import ObjectStorage

/// The sources that requests may name or be redirected to.
struct AllowedSources: Sendable {
    private let patterns: [SourcePattern]

    /// Without `patterns`, all are allowed.
    ///
    /// - Throws: `notConfigured` for an invalid pattern.
    init(_ patterns: [String]) throws(SourceError) {
        var parsed: [SourcePattern] = []
        for text in patterns { parsed.append(try SourcePattern(text)) }
        self.patterns = parsed
    }

    /// - Throws: `notAllowed`.
    func check(_ reference: SourceReference) throws(SourceError) {
        guard !patterns.isEmpty else { return }
        // Every file that a local name could mean has to be allowed.
        let places = SourcePlace.all(of: reference)
        guard !places.allSatisfy({ place in patterns.contains { $0.matches(place) } }) else { return }
        throw SourceError(.notAllowed, "The source is not allowed here (allowed-sources).")
    }
}

/// Where a source is, in the parts that patterns describe.
struct SourcePlace {
    let scheme: String
    let host: String
    /// 0 for files.
    let port: Int
    /// The path's parts, decoded; `nil` if one of them would lead elsewhere: `.`, `..`, or an encoded slash.
    let segments: [String]?

    init(_ reference: SourceReference) {
        switch reference {
        case .remote(let url):
            (scheme, host, port) = (url.scheme.rawValue, Self.withoutEndingDot(url.host), url.port)
            segments = Self.segments(of: url.path)
        case .object(let object):
            (scheme, host, port) = (object.scheme.rawValue, object.bucket.text, 0)
            segments = Self.checked(
                object.path.split(separator: "/", omittingEmptySubsequences: false).map(String.init))
        case .local(let path, _):
            (scheme, host, port) = ("local", "", 0)
            segments = Self.checked(path.split(separator: "/", omittingEmptySubsequences: true).map(String.init))
        case .file(let path):
            (scheme, host, port) = ("file", "", 0)
            segments = Self.checked(path.split(separator: "/", omittingEmptySubsequences: true).map(String.init))
        }
    }

    /// Each place at which `reference` may be found.
    static func all(of reference: SourceReference) -> [SourcePlace] {
        guard case .local(_, let written?) = reference else { return [SourcePlace(reference)] }
        return [SourcePlace(reference), SourcePlace(.local(path: written))]
    }

    /// The parts of a percent-encoded path that starts with `/`.
    static func segments(of path: some StringProtocol) -> [String]? {
        var segments: [String] = []
        for part in path.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            guard let decoded = PercentCoding.text(of: part) else { return nil }
            segments.append(decoded)
        }
        return checked(segments)
    }

    private static func checked(_ segments: [String]) -> [String]? {
        let leadsElsewhere = segments.contains { segment in
            // It may be encoded twice: some origins decode twice.
            let twice = PercentCoding.text(of: segment) ?? segment
            return [segment, twice].contains { $0 == "." || $0 == ".." || $0.contains("/") || $0.contains("\\") }
        }
        return leadsElsewhere ? nil : segments
    }

    /// `example.com.` and `example.com` are the same host.
    private static func withoutEndingDot(_ host: String) -> String {
        host.hasSuffix(".") ? String(host.dropLast()) : host
    }
}

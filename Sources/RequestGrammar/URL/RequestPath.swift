/// A request's path, split into its signature and the signed part.
struct RequestPath {
    /// The first segment.
    let signature: Substring
    /// The signed part: the rest, with a leading slash, after undoing what proxies do to paths.
    let signed: String

    /// Splits `target`, the raw path and query of a request.
    ///
    /// - Throws: `invalidPath` when the prefix, a signature or the rest is missing.
    init(target: some StringProtocol, prefix: String) throws(RequestError) {
        let path = Substring(target).utf8.prefix { $0 != UInt8(ascii: "?") }
        let wanted = prefix.split(separator: "/").map { "/\($0)" }.joined()
        var rest = path.dropFirst(wanted.utf8.count)
        guard path.starts(with: wanted.utf8), wanted.isEmpty || rest.isEmpty || rest.first == Self.slash else {
            throw RequestError(.invalidPath, "expected a path below \(wanted)")
        }
        if rest.first == Self.slash { rest = rest.dropFirst() }
        let signature = rest.prefix { $0 != Self.slash }
        let signed = rest[signature.endIndex...]
        guard !signature.isEmpty, signed.count > 1 else {
            throw RequestError(.invalidPath, "expected a path of signature, options and source")
        }
        self.signature = Substring(signature)
        self.signed = Self.repaired(Substring(signed))
    }

    private static let slash = UInt8(ascii: "/")

    /// The segments of the signed part.
    var segments: [Substring] {
        signed.utf8.dropFirst().split(separator: Self.slash, omittingEmptySubsequences: false).map { Substring($0) }
    }

    /// `path` with colons that were escaped in options, and slashes that were merged in a plain source, restored.
    static func repaired(_ path: some StringProtocol) -> String {
        let marker = "/plain/"
        let path = Substring(path)
        guard let found = path.firstRange(ofBytes: marker) else { return unescaped(path) }
        return unescaped(path[..<found.lowerBound]) + marker + repairedSource(path[found.upperBound...])
    }

    private static func unescaped(_ options: Substring) -> String {
        options.pieces(separatedBy: "%3A").joined(separator: ":")
    }

    private static func repairedSource(_ source: some StringProtocol) -> String {
        let scheme = source.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
        let rest = source.dropFirst(scheme.count)
        guard !scheme.isEmpty, rest.hasPrefix(":/"), !rest.hasPrefix("://"), rest.count > 2 else {
            return String(source)
        }
        return scheme + (scheme == "local" ? ":///" : "://") + rest.dropFirst(2)
    }
}

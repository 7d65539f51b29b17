/// A request's path, cut into its signature and what is signed.
struct RequestPath {
    /// The first segment.
    let signature: Substring
    /// What is signed: the rest with a slash in front, with repairs of what proxies do to paths.
    let signed: String

    /// Cuts `target`, the raw path and query of a request.
    ///
    /// - Throws: `invalidPath` when the prefix, a signature or the rest is missing.
    init(target: some StringProtocol, prefix: String) throws(RequestError) {
        let path = target.prefix { $0 != "?" }
        let wanted = "/" + prefix.split(separator: "/").joined(separator: "/")
        guard wanted == "/" || path == wanted || path.hasPrefix(wanted + "/") else {
            throw RequestError(.invalidPath, "expected a path below \(wanted)")
        }
        var rest = Substring(path).dropFirst(wanted == "/" ? 0 : wanted.count)
        if rest.first == "/" { rest = rest.dropFirst() }
        let signature = rest.prefix { $0 != "/" }
        let signed = rest.dropFirst(signature.count)
        guard !signature.isEmpty, signed.count > 1 else {
            throw RequestError(.invalidPath, "expected a path of signature, options and source")
        }
        self.signature = signature
        self.signed = Self.repaired(signed)
    }

    /// The segments of what is signed.
    var segments: [Substring] { signed.dropFirst().split(separator: "/", omittingEmptySubsequences: false) }

    /// `path` with colons that were escaped in options, and slashes that were merged in a plain source, as they were.
    static func repaired(_ path: some StringProtocol) -> String {
        let marker = "/plain/"
        let parts = path.split(separator: marker, maxSplits: 1, omittingEmptySubsequences: false)
        let options = parts[0].split(separator: "%3A", omittingEmptySubsequences: false).joined(separator: ":")
        guard parts.count == 2 else { return options }
        return options + marker + repairedSource(parts[1])
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

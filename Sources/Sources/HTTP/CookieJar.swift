import Glibc

/// The cookies of one fetch: those that origins set are sent back to them after a redirect (RFC 6265); some origins
/// test that way whether a client is a browser. Nothing is kept after the fetch.
struct CookieJar: Sendable {
    private struct Cookie: Sendable {
        let name: String
        let value: String
        /// Without a leading dot.
        let domain: String
        /// Whether it is only for `domain` itself, not for its subdomains.
        let isForHostOnly: Bool
        let path: String
        let isSecure: Bool

        func fits(_ url: RemoteURL) -> Bool {
            guard url.host == domain || !isForHostOnly && url.host.hasSuffix("." + domain) else { return false }
            guard !isSecure || url.scheme == .https else { return false }
            guard url.path != path else { return true }
            // RFC 6265, section 5.1.4.
            return url.path.hasPrefix(path) && (path.hasSuffix("/") || url.path.dropFirst(path.count).first == "/")
        }
    }

    /// The most cookies of one fetch, and bytes of one.
    private static let maximumCount = 50
    private static let maximumBytes = 4096

    private var cookies: [Cookie] = []

    /// Takes the `Set-Cookie` fields of an answer to a request for `url`.
    mutating func take(_ fields: [String], from url: RemoteURL) {
        for field in fields where field.utf8.count <= Self.maximumBytes { take(field, from: url) }
    }

    /// The `Cookie` field of a request for `url`, after `given`, the client's own; `nil` if there are none.
    func header(for url: RemoteURL, behind given: String?) -> String? {
        let fitting = cookies.filter { $0.fits(url) }.map { "\($0.name)=\($0.value)" }
        let all = [given].compactMap(\.self) + fitting
        return all.isEmpty ? nil : all.joined(separator: "; ")
    }

    private mutating func take(_ field: String, from url: RemoteURL) {
        let parts = field.split(separator: ";", omittingEmptySubsequences: false).map(Self.pair)
        guard let first = parts.first, let value = first.value, !first.name.isEmpty else { return }
        let attributes = Dictionary(
            parts.dropFirst().map { ($0.name.lowercased(), $0.value ?? "") }, uniquingKeysWith: { $1 })
        let asked = attributes["domain"].map { $0.lowercased().drop { $0 == "." } }.map(String.init) ?? ""
        // A cookie for all of .com, or for somebody else's domain, is ignored.
        guard asked.isEmpty || asked == url.host || asked.contains(".") && Self.is(url.host, below: asked) else {
            return
        }
        let path = attributes["path"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? Self.defaultPath(of: url)
        let cookie = Cookie(
            name: first.name, value: value, domain: asked.isEmpty ? url.host : asked, isForHostOnly: asked.isEmpty,
            path: path, isSecure: attributes["secure"] != nil)
        cookies.removeAll { $0.name == cookie.name && $0.domain == cookie.domain && $0.path == cookie.path }
        let isOver = attributes["max-age"].flatMap { Int($0) }.map { $0 <= 0 } ?? Self.isOver(attributes["expires"])
        if !isOver, cookies.count < Self.maximumCount { cookies.append(cookie) }
    }

    /// Whether `expires` is in the past: that is how cookies are deleted.
    private static func isOver(_ expires: String?) -> Bool {
        guard let expires, let day = ResponseHead.seconds(ofDay: expires.split(separator: "-").joined(separator: " "))
        else { return false }
        return day <= time(nil)
    }

    private static func pair(_ text: Substring) -> (name: String, value: String?) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(trimmed)
        return (parts.first ?? "", parts.count > 1 ? parts[1] : nil)
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0 == " " || $0 == "\t" }
        guard let end = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
        return String(start[...end])
    }

    /// RFC 6265, section 5.1.4: the path up to its last slash.
    private static func defaultPath(of url: RemoteURL) -> String {
        let directory = url.path.lastIndex(of: "/").map { url.path[..<$0] } ?? ""
        return directory.isEmpty ? "/" : String(directory)
    }

    private static func `is`(_ host: String, below domain: String) -> Bool {
        host.hasSuffix("." + domain) && IPAddress(literal: host) == nil
    }
}

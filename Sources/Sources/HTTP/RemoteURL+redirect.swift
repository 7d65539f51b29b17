extension RemoteURL {
    /// Where a redirect from here to `location` leads (RFC 3986, section 5.2).
    ///
    /// Credentials are sent only to the same scheme, host and port; a target with its own credentials uses those.
    ///
    /// - Throws: `badRedirect` if `location` is neither an http or https URL nor a relative reference.
    func redirected(to location: String) throws(SourceError) -> RemoteURL {
        let target: RemoteURL
        do throws(SourceError) {
            target = try resolved(location)
        } catch {
            throw SourceError(
                .badRedirect, "The source redirects to something other than an http or https URL.", cause: error)
        }
        guard target.credentials == nil, target.hasSameOrigin(as: self) else { return target }
        return target.with(credentials: credentials)
    }

    private func resolved(_ location: String) throws(SourceError) -> RemoteURL {
        guard location.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw Self.invalid("it contains a control character")
        }
        if Self.hasScheme(location) { return try RemoteURL(parsing: location) }
        if location.hasPrefix("//") { return try RemoteURL(parsing: "\(scheme):\(location)") }
        let reference = location.prefix { $0 != "#" }
        let (path, query) = Self.splitQuery(reference)
        if reference.isEmpty { return self }
        if reference.first == "?" { return with(path: self.path, query: query) }
        let merged = reference.first == "/" ? path : directoryPath + path
        return with(path: Self.removingDotSegments(merged), query: query)
    }

    /// The path up to and with its last `/`.
    private var directoryPath: String {
        let end = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        return String(path[..<end])
    }

    private func with(path: String, query: String?) -> RemoteURL {
        RemoteURL(scheme: scheme, host: host, port: port, path: path, query: query, credentials: nil)
    }

    private func with(credentials: Credentials?) -> RemoteURL {
        RemoteURL(scheme: scheme, host: host, port: port, path: path, query: query, credentials: credentials)
    }

    /// Whether `text` starts with a letter, then letters, digits, `+`, `-` or `.`, then a colon.
    private static func hasScheme(_ text: String) -> Bool {
        guard let colon = text.firstIndex(of: ":"), let first = text.first, first.isASCII, first.isLetter else {
            return false
        }
        return text[..<colon].allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
    }

    /// An absolute path without `.` and `..` (RFC 3986, section 5.2.4). `/a/b/../c/./d` is `/a/c/d`.
    static func removingDotSegments(_ path: String) -> String {
        let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        var kept: [Substring] = []
        for segment in segments {
            switch segment {
            case ".": continue
            case "..": _ = kept.popLast()
            default: kept.append(segment)
            }
        }
        if segments.last == "." || segments.last == ".." { kept.append("") }
        return "/" + kept.joined(separator: "/")
    }
}

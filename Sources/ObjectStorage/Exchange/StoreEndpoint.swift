/// Where a service listens: scheme, host and port.
package struct StoreEndpoint: Sendable, Hashable, CustomStringConvertible {
    package let isSecure: Bool
    /// Without brackets, in lower case.
    package let host: String
    package let port: Int
    /// What stands before every path; empty, or from a `/`, without one at the end.
    package let basePath: String

    package init(isSecure: Bool, host: String, port: Int? = nil, basePath: String = "") {
        self.isSecure = isSecure
        self.host = host.lowercased()
        self.port = port ?? (isSecure ? 443 : 80)
        self.basePath = basePath
    }

    /// Reads `https://host:port/path`.
    ///
    /// - Throws: `notConfigured`, without the text, which may hold a password.
    package init(parsing text: String) throws(ObjectStoreError) {
        let pattern = /(https?):\/\/(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?(\/[A-Za-z0-9._~\/-]*)?/
        guard let match = text.wholeMatch(of: pattern.ignoresCase()) else {
            throw ObjectStoreError(.notConfigured, "expected a URL such as https://s3.example.com:9000")
        }
        let port = match.output.3.flatMap { Int($0) }
        guard port.map({ (1...65_535).contains($0) }) ?? true else {
            throw ObjectStoreError(.notConfigured, "the port is not one from 1 to 65535")
        }
        var path = match.output.4.map(String.init) ?? ""
        while path.hasSuffix("/") { path.removeLast() }
        self.init(
            isSecure: match.output.1.lowercased() == "https",
            host: match.output.2.trimmingBrackets, port: port, basePath: path)
    }

    /// As it stands in `Host`: with the port unless it is the scheme's own.
    package var authority: String {
        let host = host.contains(":") ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? host : "\(host):\(port)"
    }

    /// `https://host:port`
    package var origin: String { (isSecure ? "https://" : "http://") + authority }

    package var description: String { origin + basePath }

    /// The same below another name.
    func with(host: String) -> StoreEndpoint {
        StoreEndpoint(isSecure: isSecure, host: host, port: port, basePath: basePath)
    }

    /// Whether the host is a name, so that buckets can stand before it.
    var hasName: Bool {
        !host.contains(":") && !host.utf8.allSatisfy { $0 == UInt8(ascii: ".") || (0x30...0x39).contains($0) }
    }
}

extension Substring {
    fileprivate var trimmingBrackets: String {
        hasPrefix("[") ? String(dropFirst().dropLast()) : String(self)
    }
}

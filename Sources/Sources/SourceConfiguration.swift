/// Which sources may be read, and the limits for that.
package struct SourceConfiguration: Sendable {
    /// The most bytes that a source may have; at least 1.
    package var maximumBytes = 64 * 1024 * 1024
    /// The time to connect to one address, including the TLS handshake.
    package var connectTimeout = Duration.seconds(5)
    /// The time for a whole fetch: name, connections, redirects, and the body's last byte.
    package var totalTimeout = Duration.seconds(30)
    /// How many redirects are followed; 0 follows none.
    package var maximumRedirects = 10
    /// How long a connection to an origin stays open for the next request.
    package var idleTimeout = Duration.seconds(30)
    /// Whether any certificate of an origin is accepted; only for tests.
    package var ignoresCertificates = false
    /// The most bytes of an answer's status line and header fields, and of its trailers.
    package var maximumHeadBytes = 64 * 1024
    /// Beginnings of the sources that requests may name or be redirected to; `*` stands for any text within the host or
    /// one part of the path. Empty: all.
    package var allowedSources: [String] = []
    /// Header fields of requests besides the service's own.
    package var headers = OriginHeaders()
    /// The proxies that requests to origins use.
    package var proxies = ProxyRules()
    /// Authorities besides the system's: a file, and folders of files, with certificates in PEM.
    package var authorityFile: String?
    package var authorityFolders: [String] = []
    /// The `User-Agent` of requests.
    package var userAgent = "Stillwater"
    /// How many fetches run at once, and how many files are read at once; at least 1. More wait in order of arrival.
    package var maximumConcurrentFetches = 64
    /// Which addresses may be dialled, at which ports.
    package var addressPolicy = AddressPolicy()
    /// The directories below which `local:///` sources are; the first one that has the file is used.
    package var roots: [String] = []

    package init() {}
}

package import Settings

extension SourceConfiguration {
    /// The configuration in the settings.
    ///
    /// - Throws: `SettingsError`, naming the setting.
    package init(reading settings: SettingsReader) throws(SettingsError) {
        self.init()
        settings.group("Sources")
        roots = try settings.list(
            "root", valueName: "DIR",
            help: "Folder for local:///… sources; may be given several times, and the first folder with the file wins.")
        maximumBytes = try settings.bytes(
            "max-source-bytes", default: maximumBytes, in: 1...(1 << 40),
            help: "Maximum size of a source, whether fetched, local or uploaded.")
        connectTimeout = try settings.duration(
            "connect-timeout", default: connectTimeout, in: .milliseconds(1) ... .seconds(3600),
            help: "Maximum time to connect to an origin.")
        totalTimeout = try settings.duration(
            "fetch-timeout", default: totalTimeout, in: .milliseconds(1) ... .seconds(24 * 3600),
            help: "Maximum time for one fetch, including redirects and the body.")
        maximumRedirects = try settings.int(
            "max-redirects", default: maximumRedirects, in: 0...100,
            help: "Maximum number of redirects to follow; each target is checked like the source.")
        maximumConcurrentFetches = try settings.int(
            "max-fetches", default: maximumConcurrentFetches, in: 1...100_000,
            help: "Sources that are fetched at the same time; others wait.")
        userAgent = try settings.string(
            "user-agent", default: userAgent, help: "User-Agent sent to origins.")
        idleTimeout = try settings.duration(
            "fetch-idle-timeout", default: idleTimeout, in: .zero ... .seconds(3600),
            help: "How long a connection to an origin stays open for the next fetch.")
        ignoresCertificates = try settings.bool(
            "ignore-source-certificates", default: false,
            help: "Also fetch from origins with an invalid certificate: anyone in between could change the source.")
        maximumHeadBytes = try settings.bytes(
            "max-source-head-bytes", default: maximumHeadBytes, in: 1024...(1 << 21),
            help: "Maximum size of the status line and header fields of an origin's response.")
        allowedSources = try settings.list(
            "allowed-sources", valueName: "BEGINNING",
            help:
                "Prefixes of the sources that requests may use and be redirected to, such as https://*.example.com/; * "
                + "matches any text within the host or one part of the path. All are allowed if none is given.")
        addressPolicy = try Self.addressPolicy(reading: settings)
        headers = try Self.headers(reading: settings)
        proxies = try Self.proxies(reading: settings)
        authorityFile = try settings.optionalString(
            "source-ca-file", valueName: "FILE", unset: "the system's", alsoEnvironment: ["SSL_CERT_FILE"],
            help: "Certificates (PEM) of authorities that origins' certificates may come from.")
        authorityFolders = try settings.list(
            "source-ca-folder", valueName: "DIR", alsoEnvironment: ["SSL_CERT_DIR"], separator: ":",
            help: "Folders of such files. File or folders alone stand beside the system's authorities; both together "
                + "stand in their place.")
        do throws(SourceError) { _ = try TrustRoots.roots(file: authorityFile, folders: authorityFolders) } catch {
            throw settings.rejection(
                of: authorityFile == nil ? "source-ca-folder" : "source-ca-file", error.message, cause: error)
        }
    }

    private static func headers(reading settings: SettingsReader) throws(SettingsError) -> OriginHeaders {
        let key = "source-headers"
        let texts = try settings.list(
            key, valueName: "HEADER", separator: "\\;", isSecret: true,
            help: "Headers of requests to origins, Name: value; with a pattern as in allowed-sources in front, "
                + "https://*.example.com/ Name: value, of those to such origins only. A variable has \\; between them.")
        do throws(SourceError) { return try OriginHeaders(texts) } catch {
            throw settings.rejection(of: key, error.message, cause: error)
        }
    }

    private static func proxies(reading settings: SettingsReader) throws(SettingsError) -> ProxyRules {
        let http = try settings.secret(
            "http-proxy", alsoEnvironment: ["HTTP_PROXY", "http_proxy"],
            help: "Proxy for http sources, such as http://proxy.example:3128 or socks5://proxy.example:1080.")
        let https = try settings.secret(
            "https-proxy", alsoEnvironment: ["HTTPS_PROXY", "https_proxy"], help: "Proxy for https sources.")
        let exceptions = try settings.list(
            "proxy-exceptions", valueName: "HOST", alsoEnvironment: ["NO_PROXY", "no_proxy"],
            help: "Hosts that are fetched from without a proxy: names with their subdomains, addresses, networks, *.")
        for (key, proxy) in [("http-proxy", http), ("https-proxy", https)] {
            do throws(SourceError) {
                _ = try ProxyRules(http: proxy?.revealed, https: nil, exceptions: [])
            } catch {
                throw settings.rejection(of: key, error.message, cause: error)
            }
        }
        do throws(SourceError) {
            return try ProxyRules(http: http?.revealed, https: https?.revealed, exceptions: exceptions)
        } catch {
            throw settings.rejection(of: "http-proxy", error.message, cause: error)
        }
    }

    private static func addressPolicy(reading settings: SettingsReader) throws(SettingsError) -> AddressPolicy {
        var policy = AddressPolicy(
            allowsPrivate: try settings.bool(
                "allow-private-sources", default: false,
                help: "Also fetch from loopback, private and shared addresses: for tests and intranets."),
            allowsLinkLocal: try settings.bool(
                "allow-link-local-sources", default: false,
                help: "Also fetch from link-local addresses, where clouds serve the secrets of their machines."))
        let allowsLoopback = try settings.bool(
            "allow-loopback-sources", default: false, help: "Also fetch from loopback addresses.")
        let allowsNetworks = try settings.bool(
            "allow-private-network-sources", default: false, help: "Also fetch from private and shared addresses.")
        policy.allowsLoopback = policy.allowsLoopback || allowsLoopback
        policy.allowsPrivateNetworks = policy.allowsPrivateNetworks || allowsNetworks
        policy.networks = try networks(reading: settings)
        policy.ports = try ports(reading: settings)
        return policy
    }

    private static func networks(reading settings: SettingsReader) throws(SettingsError) -> Set<AddressNetwork> {
        let texts = try settings.list(
            "allow-source-networks", valueName: "NETWORK",
            help: "Also fetch from these addresses, such as 10.1.0.0/16 or fd12:3456::/32, whatever their purpose.")
        var networks: Set<AddressNetwork> = []
        for text in texts {
            guard let network = AddressNetwork(text) else {
                throw settings.rejection(
                    of: "allow-source-networks", "\(text) is not a network such as 10.1.0.0/16 or fd12:3456::/32.")
            }
            networks.insert(network)
        }
        return networks
    }

    private static func ports(reading settings: SettingsReader) throws(SettingsError) -> AddressPolicy.Ports {
        let texts = try settings.list(
            "source-ports", valueName: "PORT",
            help: "Ports that sources may be fetched from; * means all. If none is given: 80, 443, 8080 and 8443, and "
                + "all ports of allowed private addresses.")
        if texts.isEmpty { return .standard }
        if texts == ["*"] { return .all }
        var ports: Set<Int> = []
        for text in texts {
            guard let port = Int(text), (1...65_535).contains(port) else {
                throw settings.rejection(
                    of: "source-ports", "\(text) is not a port; expected a number from 1 to 65535, or * alone.")
            }
            ports.insert(port)
        }
        return .only(ports)
    }
}

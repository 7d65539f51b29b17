package import Settings

extension SourceConfiguration {
    /// The configuration that the settings give.
    ///
    /// - Throws: `SettingsError`, naming the setting.
    package init(reading settings: SettingsReader) throws(SettingsError) {
        self.init()
        settings.group("Sources")
        roots = try settings.list(
            "root", valueName: "DIR",
            help: "Folder whose files local:///… names; may be given several times, the first that has a file wins.")
        maximumBytes = try settings.bytes(
            "max-source-bytes", default: maximumBytes, in: 1...(1 << 40),
            help: "Largest source, fetched, local or uploaded.")
        connectTimeout = try settings.duration(
            "connect-timeout", default: connectTimeout, in: .milliseconds(1) ... .seconds(3600),
            help: "Longest wait for a connection to an origin.")
        totalTimeout = try settings.duration(
            "fetch-timeout", default: totalTimeout, in: .milliseconds(1) ... .seconds(24 * 3600),
            help: "Longest time for one fetch, redirects and body included.")
        maximumRedirects = try settings.int(
            "max-redirects", default: maximumRedirects, in: 0...100,
            help: "Redirects that are followed; each target is checked anew.")
        maximumConcurrentFetches = try settings.int(
            "max-fetches", default: maximumConcurrentFetches, in: 1...100_000,
            help: "Sources that are fetched at the same time; others wait.")
        userAgent = try settings.string(
            "user-agent", default: userAgent, help: "What origins are told in User-Agent.")
        idleTimeout = try settings.duration(
            "fetch-idle-timeout", default: idleTimeout, in: .zero ... .seconds(3600),
            help: "How long a connection to an origin stays open for the next fetch.")
        ignoresCertificates = try settings.bool(
            "ignore-source-certificates", default: false,
            help: "Fetch from origins whose certificate is not valid, too: anybody between could change the source.")
        maximumHeadBytes = try settings.bytes(
            "max-source-head-bytes", default: maximumHeadBytes, in: 1024...(1 << 21),
            help: "Most bytes of the status line and header fields with which an origin answers.")
        allowedSources = try settings.list(
            "allowed-sources", valueName: "BEGINNING",
            help:
                "Beginnings of sources that requests may name and be redirected to, such as https://*.example.com/; * "
                + "is any text within the host or one part of the path. All are allowed when none is given.")
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
            "no-proxy-for", valueName: "HOST", alsoEnvironment: ["NO_PROXY", "no_proxy"],
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
                help: "Fetch from loopback, private and shared addresses, too: for tests and intranets."),
            allowsLinkLocal: try settings.bool(
                "allow-link-local-sources", default: false,
                help: "Fetch from link-local addresses, too; clouds serve their machines' secrets there."))
        let allowsLoopback = try settings.bool(
            "allow-loopback-sources", default: false, help: "Of those, fetch from loopback addresses.")
        let allowsNetworks = try settings.bool(
            "allow-private-network-sources", default: false, help: "Of those, fetch from private and shared addresses.")
        policy.allowsLoopback = policy.allowsLoopback || allowsLoopback
        policy.allowsPrivateNetworks = policy.allowsPrivateNetworks || allowsNetworks
        policy.networks = try networks(reading: settings)
        policy.ports = try ports(reading: settings)
        return policy
    }

    private static func networks(reading settings: SettingsReader) throws(SettingsError) -> Set<AddressNetwork> {
        let texts = try settings.list(
            "allow-source-networks", valueName: "NETWORK",
            help: "Fetch from these addresses, too, such as 10.1.0.0/16 or fd12:3456::/32, whatever they are for.")
        var networks: Set<AddressNetwork> = []
        for text in texts {
            guard let network = AddressNetwork(text) else {
                throw settings.rejection(
                    of: "allow-source-networks", "\(text) is no network such as 10.1.0.0/16 or fd12:3456::/32.")
            }
            networks.insert(network)
        }
        return networks
    }

    private static func ports(reading settings: SettingsReader) throws(SettingsError) -> AddressPolicy.Ports {
        let texts = try settings.list(
            "source-ports", valueName: "PORT",
            help: "Ports that sources may be fetched from; * is all. 80, 443, 8080 and 8443 when none is given, and of "
                + "private addresses that are allowed, all.")
        if texts.isEmpty { return .standard }
        if texts == ["*"] { return .all }
        var ports: Set<Int> = []
        for text in texts {
            guard let port = Int(text), (1...65_535).contains(port) else {
                throw settings.rejection(
                    of: "source-ports", "\(text) is no port; a number from 1 to 65535, or * alone.")
            }
            ports.insert(port)
        }
        return .only(ports)
    }
}

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

package import Settings
package import Sources

/// Who may request what, from where, how often, and how long an answer may take: for all routes of a listener.
package struct Access: Sendable {
    /// The bearer token that requests for images, renditions and batches must have; `nil` admits everybody.
    package var secret: Secret?
    /// The origins whose pages may read answers, or `*` alone.
    package var allowedOrigins: [String] = []
    /// An additional path of the health check.
    package var healthPath: String?
    /// What the health check answers when all is well.
    package var healthMessage = standardHealthMessage
    /// The time to make an answer.
    package var requestTimeout = Duration.seconds(60)
    /// The most bytes of a request's path and query.
    package var maximumURLBytes = 16 * 1024
    /// How much one client may request.
    package var clients = ClientLimits()
    /// Proxies whose `X-Forwarded-For` says who the client is.
    package var trustedProxies: [AddressNetwork] = []

    static let standardHealthMessage = "ok"

    package init() {}

    /// - Throws: `SettingsError`, naming the setting.
    package init(reading settings: SettingsReader) throws(SettingsError) {
        settings.group("Access")
        let secretKey = "bearer-secret"
        secret = try settings.secret(
            secretKey, help: "If set, image requests must send it as Authorization: Bearer SECRET.")
        // Nobody could send any other: white space around a header's value is not part of it.
        if let text = secret?.revealed, [text.first, text.last].contains(where: { $0?.isWhitespace ?? true }) {
            throw settings.rejection(of: secretKey, "must not be empty, or begin or end with white space")
        }
        allowedOrigins = try Self.allowedOrigins(reading: settings)
        healthPath = try settings.optionalString(
            "health-path", valueName: "PATH", help: "Additional path for the health check, besides /health.")
        healthMessage = try settings.string(
            "health-message", default: Self.standardHealthMessage,
            help: "What the health check answers when all is well.")
        requestTimeout = try settings.duration(
            "request-timeout", default: .seconds(60), in: .milliseconds(1) ... .seconds(86_400),
            help: "Maximum time to fetch one source and make everything requested from it.")
        maximumURLBytes = try settings.bytes(
            "max-url-bytes", default: maximumURLBytes, in: 64...(64 * 1024),
            help: "Maximum length of a request's path and query.")
        clients = try ClientLimits(reading: settings)
        trustedProxies = try Self.trustedProxies(reading: settings)
    }

    private static func trustedProxies(reading settings: SettingsReader) throws(SettingsError) -> [AddressNetwork] {
        let key = "trusted-proxies"
        let texts = try settings.list(
            key, valueName: "NETWORK",
            help: "Proxies, such as 10.0.0.0/8, whose X-Forwarded-For is trusted for the client's address.")
        var proxies: [AddressNetwork] = []
        for text in texts {
            guard let network = AddressNetwork(text) else {
                throw settings.rejection(of: key, "\(text) is not a network such as 10.1.0.0/16")
            }
            proxies.append(network)
        }
        return proxies
    }

    private static func allowedOrigins(reading settings: SettingsReader) throws(SettingsError) -> [String] {
        let key = "allow-origin"
        let texts = try settings.list(
            key, valueName: "ORIGIN", help: "Whose pages may read answers (CORS), such as https://example.com, or *.")
        if texts.contains("*") { return ["*"] }
        var origins: [String] = []
        for text in texts {
            // As browsers write them: in lower case, without a slash at the end.
            let origin = (text.hasSuffix("/") ? String(text.dropLast()) : text).lowercased()
            guard origin == "null" || origin.wholeMatch(of: /[a-z][a-z0-9+.\-]*:\/\/[^\/?#@\s]+/) != nil else {
                throw settings.rejection(
                    of: key, "\(text) is not an origin such as https://example.com or http://a.test:8080")
            }
            if !origins.contains(origin) { origins.append(origin) }
        }
        return origins
    }

    /// Whether a request with this `Authorization` is admitted.
    package func admits(authorization: String?) -> Bool {
        secret?.matches(authorization ?? "", after: "Bearer ") ?? true
    }
}

package import Settings

/// Who may ask for what, from where, and how long it may take.
package struct AccessConfiguration: Sendable {
    /// The bearer token that requests for images must have; `nil` lets everybody in.
    package var secret: Secret?
    /// The origin whose pages may read answers, or `*`; `nil` for none.
    package var allowedOrigin: String?
    /// Another path of the health check.
    package var healthPath: String?
    /// The time to make an answer.
    package var requestTimeout = Duration.seconds(60)
    /// Bytes of a request's path and query.
    package var maximumURLBytes = 16 * 1024
    package var clients = ClientLimits()

    package init() {}

    /// - Throws: `SettingsError`, naming the setting.
    package init(reading settings: SettingsReader) throws(SettingsError) {
        settings.group("Access")
        let secretKey = "bearer-secret"
        secret = try settings.secret(
            secretKey, help: "If set, image requests must send it as Authorization: Bearer SECRET.")
        // Nobody could send any other: spaces around a header's value are not part of it.
        if let text = secret?.revealed, [text.first, text.last].contains(where: { $0?.isWhitespace ?? true }) {
            throw settings.rejection(of: secretKey, "must not be empty, or begin or end with white space")
        }
        allowedOrigin = try settings.optionalString(
            "allow-origin", valueName: "ORIGIN",
            help: "Origin whose pages may read responses (CORS), such as https://example.com, or *.")
        healthPath = try settings.optionalString(
            "health-path", valueName: "PATH", help: "Additional path for the health check, besides /health.")
        requestTimeout = try settings.duration(
            "request-timeout", default: .seconds(60), in: .milliseconds(1) ... .seconds(86_400),
            help: "Maximum time to fetch one source and make everything requested from it.")
        maximumURLBytes = try settings.bytes(
            "max-url-bytes", default: maximumURLBytes, in: 64...(64 * 1024),
            help: "Maximum length of a request's path and query.")
        clients = try ClientLimits(reading: settings)
    }

    /// Whether a request with this `Authorization` is let in. Takes as long whatever the header says.
    package func admits(authorization: String?) -> Bool {
        guard let secret else { return true }
        let (given, wanted) = (Array((authorization ?? "").utf8), Array("Bearer \(secret.revealed)".utf8))
        let differences = wanted.indices.reduce(given.count ^ wanted.count) { sum, index in
            sum | Int(wanted[index] ^ (index < given.count ? given[index] : 0))
        }
        return differences == 0
    }
}

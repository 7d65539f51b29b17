package import Settings

/// How much one client may ask for; 0 is no limit.
package struct ClientLimits: Sendable, Hashable {
    /// Requests a second, on average.
    package var rate = 0
    /// Requests at once that the average may be ahead of.
    package var burst = 0
    /// Requests whose answers are being made.
    package var concurrency = 0

    package init() {}

    /// - Throws: `SettingsError`, naming the setting.
    package init(reading settings: SettingsReader) throws(SettingsError) {
        settings.group("Access")
        rate = try settings.int(
            "client-rate", default: 0, in: 0...1_000_000,
            help: "Requests per second that one client may make, on average; 0 means no limit.")
        burst = try settings.int(
            "client-burst", default: 0, in: 0...1_000_000,
            help: "Requests by which a client may exceed its rate in a burst; 0 means ten seconds' worth.")
        concurrency = try settings.int(
            "client-concurrency", default: 0, in: 0...1_000_000,
            help: "Requests of one client that are processed at the same time; 0 means no limit.")
    }

    /// Whether there is anything to watch over.
    var isLimiting: Bool { rate > 0 || concurrency > 0 }

    /// Requests that may come at once.
    var allowance: Double { Double(burst > 0 ? burst : rate * 10) }
}

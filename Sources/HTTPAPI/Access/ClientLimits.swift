package import Settings

/// How much one client may request; 0 means no limit.
package struct ClientLimits: Sendable, Hashable {
    /// Requests per second, on average.
    package var rate = 0
    /// Requests by which a client may exceed the average in a burst.
    package var burst = 0
    /// Requests that are processed at the same time.
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

    /// Whether any limit is set.
    var isLimiting: Bool { rate > 0 || concurrency > 0 }

    /// Requests that may come at once.
    var allowance: Double { Double(burst > 0 ? burst : rate * 10) }
}

package import Settings

extension BatchConfiguration {
    /// The settings of batches, for a worker of this name.
    ///
    /// - Throws: `SettingsError`, naming the setting.
    package init(reading settings: SettingsReader, worker: String) throws(SettingsError) {
        self.init(worker: worker)
        settings.group("Batches")
        fetches = try settings.int(
            "batch-fetches", default: fetches, in: 1...1024,
            help: "Sources of batches that are fetched at the same time.")
        fetchesPerHost = try settings.int(
            "batch-fetches-per-host", default: fetchesPerHost, in: 1...1024,
            help: "Sources of batches that are fetched from one host at the same time.")
        let rate = try settings.number(
            "batch-fetch-rate", default: 0, in: 0...100_000,
            help: "Fetches of batches that may start per second from one host; 0 means no limit.")
        fetchRatePerHost = rate > 0 ? rate : nil
        lease = try settings.duration(
            "batch-lease", default: lease, in: .seconds(5) ... .seconds(600),
            help: "How long the items of a killed worker wait until another worker takes them.")
    }
}

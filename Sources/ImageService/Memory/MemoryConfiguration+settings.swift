package import Settings

extension MemoryConfiguration {
    /// The configuration in the settings.
    ///
    /// - Throws: `SettingsError`, naming the setting.
    package init(reading settings: SettingsReader) throws(SettingsError) {
        self.init()
        limitBytes = try Self.limit(reading: settings)
        maximumQueue = try settings.optional(
            "max-queue", .int(in: 1...1_000_000), unset: "about ten seconds of work",
            help: "Requests that may wait for a fetch, memory or a thread; further ones get 429.")
        longestWait = try settings.duration(
            "queue-timeout", default: longestWait, in: .milliseconds(1) ... .seconds(3600),
            help: "How long a request may wait for memory or a thread before it gets 503.")
    }

    /// The limit alone.
    ///
    /// - Throws: `SettingsError`, naming the setting.
    package static func limit(reading settings: SettingsReader) throws(SettingsError) -> Int {
        settings.group("Memory")
        let limit = try settings.optional(
            "memory-limit", .bytes(in: (16 << 20)...(1 << 50)),
            unset: "half of the memory of the container or machine",
            help:
                "Memory for all requests in flight and the caches together; docs/MEMORY.md explains how to choose it."
        )
        return limit ?? MachineMemory().availableBytes / 2
    }
}

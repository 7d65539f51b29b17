package import Settings

extension IsolationConfiguration {
    /// The configuration that the settings give.
    ///
    /// - Throws: `SettingsError`, naming the setting.
    package init(reading settings: SettingsReader) throws(SettingsError) {
        self.init()
        settings.group("Isolation")
        mode = try settings.choice(
            "isolation", default: mode,
            help:
                "Work that is done in processes of its own, without files or network: what can't be ended within 100 ms "
                + "in this one (all but JPEG and 8-bit PNG files that are read and written row by row), all, or none.")
        slots =
            try settings.optional(
                "worker-slots", .int(in: 1...1024), unset: "twice the machine's cores",
                help:
                    "Renders in such processes at the same time, of which no source and no host has more than half; they "
                    + "take no render thread.") ?? slots
        memoryBytes = try settings.bytes(
            "worker-memory", default: memoryBytes, in: (64 << 20)...(1 << 40),
            help:
                "Memory that such a process may take beyond what it starts with; a render gets what its plan needs and "
                + "a margin, within this.")
        timeLimit = try settings.duration(
            "worker-timeout", default: timeLimit, in: .milliseconds(100) ... .seconds(24 * 3600),
            help: "Longest render in such a process, which is ended then.")
        maximumRenders = try settings.int(
            "worker-renders", default: maximumRenders, in: 1...1_000_000_000,
            help: "Renders after which such a process is replaced by a new one.")
    }
}

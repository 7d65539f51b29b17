package import Settings

extension IsolationConfiguration {
    /// The configuration from the settings.
    ///
    /// - Throws: `SettingsError`, naming the setting.
    package init(reading settings: SettingsReader) throws(SettingsError) {
        self.init()
        settings.group("Isolation")
        mode = try settings.choice(
            "isolation", default: mode,
            help:
                "Work that is done in separate processes, without files or network: what cannot be aborted within "
                + "100 ms in this one (all but JPEG and 8-bit PNG files that are read and written row by row), all, or "
                + "none.")
        slots =
            try settings.optional(
                "worker-slots", .int(in: 1...1024), unset: "twice the number of cores",
                help:
                    "Renders in such processes at the same time; no source and no host gets more than half of them. "
                    + "They use no render thread.") ?? slots
        memoryBytes = try settings.bytes(
            "worker-memory", default: memoryBytes, in: (64 << 20)...(1 << 40),
            help:
                "Memory that such a process may use beyond what it starts with; a render gets what its plan needs plus "
                + "a margin, up to this limit.")
        timeLimit = try settings.duration(
            "worker-timeout", default: timeLimit, in: .milliseconds(100) ... .seconds(24 * 3600),
            help: "Maximum time of a render in such a process, which is then killed.")
        maximumRenders = try settings.int(
            "worker-renders", default: maximumRenders, in: 1...1_000_000_000,
            help: "Number of renders after which such a process is replaced.")
    }
}

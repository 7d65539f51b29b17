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
                "Renders that are made in processes of their own, without files or network: those of sources whose "
                + "decoders are least tried (SVG, AVIF, HEIC, TIFF, JPEG XL, BMP, ICO) or that write what nothing else "
                + "can end (AVIF, JPEG XL), all, or none.")
        memoryBytes = try settings.bytes(
            "worker-memory", default: memoryBytes, in: (64 << 20)...(1 << 40),
            help: "Memory that such a process may take beyond what it starts with; one that wants more is ended.")
        timeLimit = try settings.duration(
            "worker-timeout", default: timeLimit, in: .milliseconds(100) ... .seconds(24 * 3600),
            help: "Longest render in such a process, which is ended then.")
        maximumRenders = try settings.int(
            "worker-renders", default: maximumRenders, in: 1...1_000_000_000,
            help: "Renders after which such a process is replaced by a new one.")
    }
}

package import Settings

/// Who may look inside the process, and where recordings are kept.
package struct DebugSettings: Sendable {
    /// The token that `/debug/` needs on the admin listener; without one it answers only on loopback.
    package var token: Secret?
    /// Folder of the recordings.
    package var recordingsFolder = "/tmp/stillwater-recordings"

    package init() {}

    /// - Throws: `SettingsError`, naming the setting.
    package init(reading settings: SettingsReader) throws(SettingsError) {
        settings.group("Profiling")
        token = try settings.secret(
            "admin-token",
            help: "Token for /debug/ on the admin listener, sent as a bearer token, a basic password or ?token=. "
                + "Required if that listener is not on loopback.")
        // An empty token would admit anybody who sends an empty one.
        if let text = token?.revealed, text.isEmpty || text.contains(where: \.isWhitespace) {
            throw settings.rejection(of: "admin-token", "must not be empty, nor contain white space")
        }
        recordingsFolder = try settings.string(
            "recordings-dir", default: recordingsFolder, valueName: "DIR",
            help:
                "Folder for recordings, accessible only to its owner; the oldest are deleted beyond 50 of them or "
                + "256 MiB."
        )
    }
}

package import Settings

/// How much a client may send and request at once.
package struct HTTPLimits: Sendable {
    /// Bytes of an uploaded image.
    package var maximumUploadBytes = 64 << 20
    /// Bytes of a JSON body or part.
    package var maximumJSONBytes = 1 << 20
    /// Sources of one request.
    package var maximumSources = 100
    /// Sources of one request that are fetched and rendered at the same time.
    package var parallelSources = 4

    /// Bytes of a list of sources for a batch.
    package var maximumManifestBytes = 1 << 30

    package init() {}

    /// The limits in the settings; an upload may be as large as a source.
    ///
    /// - Throws: `SettingsError`, naming the setting.
    package init(reading settings: SettingsReader, maximumSourceBytes: Int) throws(SettingsError) {
        settings.group("Requests")
        maximumUploadBytes = maximumSourceBytes
        maximumJSONBytes = try settings.bytes(
            "max-json-bytes", default: 1 << 20, in: 1024...(1 << 30),
            help: "Maximum size of a JSON body, or of the JSON part of a request.")
        maximumSources = try settings.int(
            "max-sources", default: 100, in: 1...100_000, help: "Maximum number of sources in one request.")
        parallelSources = try settings.int(
            "parallel-sources", default: 4, in: 1...1024,
            help: "Sources of one request that are fetched and rendered at the same time.")
        maximumManifestBytes = try settings.bytes(
            "max-manifest-bytes", default: 1 << 30, in: 1024...(1 << 40),
            help: "Maximum size of a request's list of sources for a batch.")
    }
}

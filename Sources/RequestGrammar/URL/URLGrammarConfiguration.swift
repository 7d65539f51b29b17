package import ImageModel

/// Everything that can be configured about URLs.
package struct URLGrammarConfiguration: Sendable {
    /// The prefix of all paths, such as `/images`; empty for none.
    package var pathPrefix = ""
    package var signatures = SignatureVerifier.unchecked
    /// For encrypted sources; `nil` if there are none.
    package var cipher: SourceCipher?
    /// Separates an option from its arguments; not empty.
    package var argumentsSeparator = ":"
    /// From name to options, `resizing_type:fill/format:jpg`; `default` is applied to every request.
    package var presets: [String: String] = [:]
    /// The same for info requests.
    package var infoPresets: [String: String] = [:]
    /// Paths contain names of presets instead of options.
    package var onlyPresets = false
    package var infoOnlyPresets = false
    /// The options that paths may use, under exactly these names; empty allows all. Presets may use the others, too.
    package var allowedOptions: Set<String> = []
    /// The same for info requests; empty: those of `allowedOptions`.
    package var allowedInfoOptions: Set<String> = []
    /// Whether options may replace configured limits.
    package var allowsSecurityOptions = false
    /// Prepended to sources that do not start with it.
    package var baseURL = ""
    /// Applied one after the other.
    package var replacements: [SourceReplacement] = []
    /// The last segment of an encoded source is a name for human readers and is ignored.
    package var base64IncludesFilename = false
    /// Ends the address of a source that is not fetched by HTTP; its query follows. Empty: there is none.
    package var sourceQuerySeparator = "?"
    /// Whether the pictures that options name are found as sources are: by replacements and the base URL.
    package var preprocessesWatermarkURL = false
    package var preprocessesFallbackURL = false
    /// The most pipelines that a path may chain; presets may add to them.
    package var maximumPipelines = OptionPipelines.maximum
    /// The starting point of a request, before the default preset.
    package var rendition = Rendition()
    package var options = RequestOptions()

    package init() {}
}

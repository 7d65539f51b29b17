package import ImageModel

/// Everything about URLs that can be configured.
package struct URLGrammarConfiguration: Sendable {
    /// What all paths begin with, such as `/images`; empty for none.
    package var pathPrefix = ""
    package var signatures = SignatureVerifier.unchecked
    /// For encrypted sources; `nil` when there are none.
    package var cipher: SourceCipher?
    /// Between an option and its arguments; not empty.
    package var argumentsSeparator = ":"
    /// Name to options, `resizing_type:fill/format:jpg`; `default` is applied to every request.
    package var presets: [String: String] = [:]
    /// The same for requests for facts.
    package var infoPresets: [String: String] = [:]
    /// Paths hold the names of presets in place of options.
    package var onlyPresets = false
    package var infoOnlyPresets = false
    /// The options that paths may use, by the name that they use; empty for all. Presets may use the others, too.
    package var allowedOptions: Set<String> = []
    /// Whether options may replace configured limits.
    package var allowsSecurityOptions = false
    /// Put in front of sources that do not begin with it.
    package var baseURL = ""
    /// Applied one after the other.
    package var replacements: [SourceReplacement] = []
    /// The last segment of an encoded source is a name for people, and is dropped.
    package var base64IncludesFilename = false
    /// Ends the address of a source that is not fetched by HTTP; what follows is its query. Empty: there is none.
    package var sourceQuerySeparator = "?"
    /// What a request starts from, before the default preset.
    package var rendition = Rendition()
    package var options = RequestOptions()

    package init() {}
}

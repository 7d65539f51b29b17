/// What the JSON of `/v1/renditions` can refer to beyond its own vocabulary: size lists, presets, replacement limits.
package struct RenditionsGrammar: Sendable {
    package let sizes: SizeListGrammar
    private let presets: PresetBook?
    /// Whether a request may replace configured limits.
    let allowsSecurityOptions: Bool

    /// The size lists of `sizes`; the presets and permissions of `urls`, or none without it.
    package init(sizes: SizeListGrammar = SizeListGrammar(), urls: URLGrammar? = nil) {
        self.sizes = sizes
        presets = urls?.presets
        allowsSecurityOptions = urls?.configuration.allowsSecurityOptions ?? false
    }

    /// Applies a preset to one size.
    ///
    /// - Throws: `unknownPreset`; `invalidField` for a preset with options of whole requests.
    func apply(preset name: String, to draft: inout RequestDraft) throws(RequestError) {
        guard let presets else {
            throw RequestError(.unknownPreset, "there is no preset \"\(Excerpt(name))\"")
        }
        try presets.apply(preset: name, to: &draft)
        guard let option = draft.requestOptions.first else { return }
        throw RequestError(
            .invalidField,
            "the preset \(Excerpt(name)) sets \(option), which applies to the whole request, not to one size")
    }
}

extension RequestError {
    /// The error for the option `name`, which would replace a limit.
    static func securityOption(_ name: String) -> RequestError {
        RequestError(
            .securityOptionNotAllowed, "\(name): options that replace limits are not enabled (allow-security-options)")
    }
}

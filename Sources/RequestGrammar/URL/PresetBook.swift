/// The presets of a configuration, parsed once.
struct PresetBook: Sendable {
    private let presets: [String: OptionPipelines]
    private let allowsSecurityOptions: Bool

    /// Reads `texts`, from name to options, and tries each of them.
    ///
    /// - Throws: what is wrong with an option, located in its preset; `unknownPreset` for one that refers to another
    ///   that does not exist.
    init(
        _ texts: [String: String], table: OptionTable, configuration: URLGrammarConfiguration
    ) throws(RequestError) {
        var presets: [String: OptionPipelines] = [:]
        for (name, text) in texts.sorted(by: { $0.key < $1.key }) {
            do throws(RequestError) {
                presets[name] = try OptionPipelines(
                    text.split(separator: "/"), table: table, separator: configuration.argumentsSeparator)
            } catch {
                throw error.at("preset \(name)")
            }
        }
        self.presets = presets
        allowsSecurityOptions = configuration.allowsSecurityOptions
        for name in presets.keys.sorted() {
            var draft = RequestDraft()
            do throws(RequestError) { try apply(preset: name, to: &draft) } catch { throw error.at("preset \(name)") }
        }
    }

    var isEmpty: Bool { presets.isEmpty }

    /// Applies the preset `default`, if there is one.
    ///
    /// - Throws: `invalidPath` for too many pipelines.
    func applyDefault(to draft: inout RequestDraft) throws(RequestError) {
        if presets["default"] != nil { try apply(preset: "default", to: &draft) }
    }

    /// Applies all options of `pipelines`, starting at the draft's pipeline, and returns to it at the end.
    ///
    /// `within` lists the presets being applied: one that recurs is skipped with a warning.
    ///
    /// - Throws: `unknownPreset`, `securityOptionNotAllowed`, `invalidArgument`, `proOnly`, `invalidPath`.
    func apply(
        _ pipelines: OptionPipelines, to draft: inout RequestDraft, within: [String] = []
    ) throws(RequestError) {
        let start = draft.index
        try OptionPipelines.check(count: start + pipelines.uses.count)
        for (offset, uses) in pipelines.uses.enumerated() {
            draft.select(start + offset)
            for use in uses { try apply(use, to: &draft, within: within) }
        }
        draft.select(start)
    }

    /// - Throws: as `apply(_:to:within:)`.
    func apply(preset name: String, to draft: inout RequestDraft, within: [String] = []) throws(RequestError) {
        guard let pipelines = presets[name] else {
            throw RequestError(.unknownPreset, "preset: there is no preset \"\(Excerpt(name))\"")
        }
        guard !within.contains(name) else {
            draft.warnings.append("preset \(name) uses itself; skipped")
            return
        }
        if !draft.presets.contains(name) { draft.presets.append(name) }
        try apply(pipelines, to: &draft, within: within + [name])
    }

    private func apply(_ use: OptionUse, to draft: inout RequestDraft, within: [String]) throws(RequestError) {
        guard !use.option.isSecurity || allowsSecurityOptions else { throw .securityOption(use.name) }
        guard case .preset = use.option.action else { return try use.apply(to: &draft) }
        for index in 0..<use.values.count {
            try apply(preset: use.values.text(index) ?? "", to: &draft, within: within)
        }
    }
}

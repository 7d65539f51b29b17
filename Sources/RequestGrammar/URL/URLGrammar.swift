import ImageModel

/// Reads the paths of requests: `/signature/option:argument/…/source`.
package struct URLGrammar: Sendable {
    let configuration: URLGrammarConfiguration
    let presets: PresetBook
    private let infoPresets: PresetBook

    /// A grammar; presets are parsed and tried here.
    ///
    /// - Throws: `invalidField` for an invalid separator; what is wrong with a preset.
    package init(_ configuration: URLGrammarConfiguration = URLGrammarConfiguration()) throws(RequestError) {
        let separator = configuration.argumentsSeparator
        guard !separator.isEmpty, !separator.contains(where: { "/?-".contains($0) }) else {
            throw RequestError(
                .invalidField, "arguments separator: expected text without /, ? and -, got \"\(separator)\"")
        }
        self.configuration = configuration
        presets = try PresetBook(configuration.presets, table: .processing, configuration: configuration)
        do throws(RequestError) {
            infoPresets = try PresetBook(configuration.infoPresets, table: .info, configuration: configuration)
        } catch {
            throw error.at("info")
        }
    }

    /// Parses an image request.
    ///
    /// `target` is the raw path and query, `now` the seconds since 1970. The signature is checked before anything else
    /// is read. Cost: linear in the length of `target` and of the presets used.
    ///
    /// - Throws: `invalidPath`, `invalidSignature`, `unknownOption`, `proOnly`, `forbiddenOption`, `invalidArgument`,
    ///   `securityOptionNotAllowed`, `unknownPreset`, `expired`, `invalidSource`.
    package func processingRequest(target: String, now: Int) throws(RequestError) -> ProcessingRequest {
        let path = try verifiedPath(target, prefix: configuration.pathPrefix)
        var draft = RequestDraft(base: configuration.rendition, options: configuration.options)
        try presets.applyDefault(to: &draft)
        let rest = try applyOptions(
            path.segments, table: .processing, presets, onlyPresets: configuration.onlyPresets,
            allowed: configuration.allowedOptions, to: &draft)
        try draft.options.check(now: now)
        let source = try SourceSegments(rest, configuration)
        // What goes out as it is keeps its format, whatever that is called.
        if !draft.options.isRaw, let format = try source.format() { draft.shared.format = format }
        let (address, query) = addressAndQuery(of: source.source)
        var renditions = draft.renditions
        if configuration.preprocessesWatermarkURL {
            for index in renditions.indices {
                let url = renditions[index].watermark?.url.map(self.address(of:))
                renditions[index].watermark?.url = url
            }
        }
        if configuration.preprocessesFallbackURL {
            let url = draft.options.fallbackImageURL.map(self.address(of:))
            draft.options.fallbackImageURL = url
        }
        return ProcessingRequest(
            source: address, sourceQuery: query, renditions: renditions, options: draft.options,
            presets: draft.presets, warnings: draft.warnings)
    }

    /// Parses an info request: the same grammar after `/info`, with its own options.
    ///
    /// - Throws: as `processingRequest(target:now:)`.
    package func infoRequest(target: String, now: Int) throws(RequestError) -> InfoRequest {
        let path = try verifiedPath(target, prefix: configuration.pathPrefix + "/info")
        var draft = RequestDraft(options: configuration.options)
        try infoPresets.applyDefault(to: &draft)
        let allowed = configuration.allowedInfoOptions
        let rest = try applyOptions(
            path.segments, table: .info, infoPresets, onlyPresets: configuration.infoOnlyPresets,
            allowed: allowed.isEmpty ? configuration.allowedOptions : allowed, to: &draft)
        try draft.options.check(now: now)
        let source = try SourceSegments(rest, configuration)
        _ = try source.format()
        let (address, query) = addressAndQuery(of: source.source)
        return InfoRequest(
            source: address, sourceQuery: query, info: draft.info, options: draft.options, presets: draft.presets,
            warnings: draft.warnings)
    }

    private func verifiedPath(_ target: String, prefix: String) throws(RequestError) -> RequestPath {
        let path = try RequestPath(target: target, prefix: prefix)
        try configuration.signatures.verify(path.signature, path: path.signed)
        return path
    }

    /// Applies the options at the beginning of `segments`; returns the segments of the source.
    private func applyOptions(
        _ segments: [Substring], table: OptionTable, _ book: PresetBook, onlyPresets: Bool, allowed: Set<String>,
        to draft: inout RequestDraft
    ) throws(RequestError) -> ArraySlice<Substring> {
        let separator = configuration.argumentsSeparator
        if onlyPresets {
            let names = (segments.first ?? "").split(separator: separator, omittingEmptySubsequences: false)
            for name in names { try book.apply(preset: String(name), to: &draft) }
            return segments.dropFirst()
        }
        let end = segments.firstIndex { $0 != "-" && $0.firstRange(ofBytes: separator) == nil } ?? segments.endIndex
        let pipelines = try OptionPipelines(segments[..<end], table: table, separator: separator)
        guard pipelines.uses.count <= configuration.maximumPipelines else {
            throw RequestError(
                .invalidPath,
                "expected at most \(configuration.maximumPipelines) pipelines, got \(pipelines.uses.count)")
        }
        if !allowed.isEmpty {
            for use in pipelines.all where !allowed.contains(use.name) {
                throw RequestError(.forbiddenOption, "\(use.name): this option is not enabled (allowed-options)")
            }
        }
        try book.apply(pipelines, to: &draft)
        return segments[end...]
    }

    /// `source` with replacements and the base URL.
    private func address(of source: String) -> String {
        let address = configuration.replacements.reduce(source) { $1.applied(to: $0) }
        return address.hasPrefix(configuration.baseURL) ? address : configuration.baseURL + address
    }

    /// The address with replacements and the base URL, and the query if it is not part of the address.
    private func addressAndQuery(of source: String) -> (String, String?) {
        let address = self.address(of: source)
        let scheme = address.prefix { $0 != ":" }.lowercased()
        let separator = configuration.sourceQuerySeparator
        guard scheme != "http", scheme != "https", !separator.isEmpty else { return (address, nil) }
        let parts = address.split(separator: separator, maxSplits: 1, omittingEmptySubsequences: false)
        return parts.count == 2 ? (String(parts[0]), String(parts[1])) : (address, nil)
    }
}

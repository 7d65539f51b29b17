package import ImageModel

/// What one URL asks for.
package struct ProcessingRequest: Sendable, Hashable {
    /// The source's address as it is to be fetched: decoded, replaced, with the base URL.
    package var source: String
    /// What stood after the query separator, for sources that are not fetched by HTTP; there it is part of `source`.
    package var sourceQuery: String?
    /// At least one; each works on the result of the one before. The first one's `page` and `pages` choose what is
    /// read; format, quality, `output` and `disablesAnimation` are the same in all.
    package var renditions: [Rendition]
    package var options: RequestOptions
    /// The presets that were used, in order, each once; not part of what is asked for.
    package var presets: [String]
    /// Odd things that were let pass, for the log.
    package var warnings: [String]

    package init(
        source: String, sourceQuery: String? = nil, renditions: [Rendition], options: RequestOptions = RequestOptions(),
        presets: [String] = [], warnings: [String] = []
    ) {
        self.source = source
        self.sourceQuery = sourceQuery
        self.renditions = renditions
        self.options = options
        self.presets = presets
        self.warnings = warnings
    }

    /// The format that is asked for; `nil` leaves it to the client's `Accept` and the source.
    package var format: ImageFormat? { renditions.first?.format }

    /// The options as one text: the same for every way of writing the same request.
    ///
    /// Aliases, order, composites, presets and configured defaults make no difference; only the values that hold in
    /// the end do, and those that equal the defaults of the language are left out. The cache buster is part of it.
    /// Signature, expiry, file name and attachment are not: they change nothing in the bytes. The text reads as
    /// options again. Cost: linear in the number of options that exist.
    package var canonicalOptions: String { CanonicalOptions(renditions: renditions, options: options).text }
}

/// What one URL wants to know about a source.
package struct InfoRequest: Sendable, Hashable {
    package var source: String
    package var sourceQuery: String?
    package var info: InfoOptions
    /// Checksum, limits, cache buster and expiry count; the rest has no option here.
    package var options: RequestOptions
    package var presets: [String]
    package var warnings: [String]

    package init(
        source: String, sourceQuery: String? = nil, info: InfoOptions = InfoOptions(),
        options: RequestOptions = RequestOptions(), presets: [String] = [], warnings: [String] = []
    ) {
        self.source = source
        self.sourceQuery = sourceQuery
        self.info = info
        self.options = options
        self.presets = presets
        self.warnings = warnings
    }
}

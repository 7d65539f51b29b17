package import ImageModel

/// The request made by one URL.
package struct ProcessingRequest: Sendable, Hashable {
    /// The source's address as it is fetched: decoded, with replacements and the base URL.
    package var source: String
    /// The text after the query separator, for sources that are not fetched by HTTP; otherwise it is part of `source`.
    package var sourceQuery: String?
    /// At least one; each works on the result of the previous one. The `page` and `pages` of the first choose what is
    /// read; format, quality, `output` and `disablesAnimation` are the same in all.
    package var renditions: [Rendition]
    package var options: RequestOptions
    /// The presets used, in order, without repetitions; not part of the request's meaning.
    package var presets: [String]
    /// Questionable things that were accepted, for the log.
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

    /// The requested format; `nil` leaves it to the client's `Accept` and the source.
    package var format: ImageFormat? { renditions.first?.format }

    /// The options as one text, which is the same for every way of writing the same request.
    ///
    /// Aliases, order, composites, presets and configured defaults make no difference; only the final values do, and
    /// those that equal the defaults of the language are left out. The cache buster is included. Signature, expiry,
    /// file name and attachment are not: they do not change the bytes. The text can be parsed as options again. Cost:
    /// linear in the number of options that exist.
    package var canonicalOptions: String { CanonicalOptions(renditions: renditions, options: options).text }
}

/// The facts that one URL requests about a source.
package struct InfoRequest: Sendable, Hashable {
    package var source: String
    package var sourceQuery: String?
    package var info: InfoOptions
    /// Checksum, limits, cache buster and expiry are used; the others have no option here.
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

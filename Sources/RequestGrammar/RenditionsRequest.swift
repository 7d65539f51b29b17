package import ImageModel

/// The content of `POST /v1/renditions`: renditions of one or several sources.
package struct RenditionsRequest: Sendable, Hashable {
    /// What the renditions are made from.
    package enum Subject: Sendable, Hashable {
        /// One source, by its address as the client wrote it.
        case source(String)
        /// Several sources, at least one.
        case sources([String])
        /// The image sent with the request.
        case upload
    }

    /// How a request may name its sources.
    package enum Form: Sendable {
        /// `source`, or `sources` with at most this many.
        case addressed(maximumSources: Int)
        /// Not at all: the image is sent with the request.
        case upload
    }

    package var subject: Subject
    /// At least one, in the requested order; elements that specify no format or quality have the request's.
    package var renditions: [Rendition]
    /// The template for names in the store; `nil` if the renditions are sent back.
    package var store: String?
    /// Whether a report holds the pictures themselves; asking for that is asking for a report.
    package var sendsData = false
    /// Options for the whole request: checksum, limits, fallback, names.
    package var options = RequestOptions()

    package init(subject: Subject, renditions: [Rendition], store: String? = nil) {
        self.subject = subject
        self.renditions = renditions
        self.store = store
    }
}

extension RenditionsRequest {
    /// What there is to answer with.
    package var content: RenditionsAnswer.Content {
        if store != nil { return .stored }
        if sendsData { return .data }
        if case .sources = subject { return .sources }
        return renditions.count == 1 ? .picture : .pictures
    }
}

// MARK: - JSON

extension RenditionsRequest {
    /// The words of a query, which a form may have as fields, too.
    package static let options = ["sizes", "format", "quality", "store", "data"]

    /// Reads the JSON body of a request, or the JSON part of an upload, at `now` seconds since 1970. Cost: linear in
    /// `json`, whose size the caller has limited.
    ///
    /// - Throws: `invalidJSON`, `invalidField`, `missingField`, `unknownField`, `tooMany`, `unknownSizeList`,
    ///   `unknownPreset`, `securityOptionNotAllowed`, `expired`.
    package init(
        json: some Sequence<UInt8>, form: Form, grammar: RenditionsGrammar, now: Int
    ) throws(RequestError) {
        let value = try JSONValue(parsing: json)
        let fields: JSONFields
        switch form {
        case .addressed(let maximum):
            fields = try Self.fields(value, known: ["source", "sources"] + Self.options)
            subject = try Self.subject(fields, maximum: maximum)
        case .upload:
            fields = try Self.fields(value, known: Self.options)
            subject = .upload
        }
        var draft = RequestDraft()
        try JSONOptions(fields, except: Self.options, at: .request).apply(to: &draft, grammar)
        options = draft.options
        guard let sizes = fields["sizes"] else { throw Self.missing("sizes") }
        let defaults = OutputDefaults(
            format: try fields.format("format"), quality: try fields.integer("quality", in: RenditionText.qualities))
        renditions = try SizesField(sizes, grammar: grammar).renditions.map { $0.applying(defaults) }
        store = try fields.text("store")
        sendsData = try fields.flag("data") ?? false
        try checkOptions(now: now)
    }

    private static func fields(_ value: JSONValue, known: [String]) throws(RequestError) -> JSONFields {
        try JSONFields(
            value, known: known, others: JSONOptions.names,
            othersText: " and the options of whole requests, such as hashsum and expires")
    }

    /// The meaning of an option may depend on the rest of the request.
    private func checkOptions(now: Int) throws(RequestError) {
        try options.check(now: now)
        if case .sources = subject {
            try refuse(options.checksum, "hashsum: is the digest of one source; request each source separately")
            try refuse(
                options.filename,
                "filename: names the files of one source; with several sources, files keep their names")
        }
        if store != nil {
            try refuse(sendsData ? true : nil, "data: what goes into a store is not sent back as well")
            try refuse(options.filename, "filename: applies to responses; in a store, the template names the files")
            try refuse(
                options.fallbackImageURL,
                "fallback_image_url: applies to responses; a store would keep it under the source's name")
        }
        if options.skippedFormats.contains(.svg) {
            throw RequestError(.invalidField, "skip_processing: svg sources always become pixels here")
        }
    }

    private func refuse(_ option: (some Any)?, _ reason: String) throws(RequestError) {
        if option != nil { throw RequestError(.invalidField, reason) }
    }

    private static func subject(_ fields: JSONFields, maximum: Int) throws(RequestError) -> Subject {
        switch (fields["source"], fields["sources"]) {
        case (nil, nil):
            throw RequestError(.missingField, "source: is missing; name one source here or several in sources")
        case (.some, .some):
            throw RequestError(.invalidField, "source: expected either source or sources, got both")
        case (let source?, nil):
            return .source(try JSONFields.text(source, at: "source"))
        case (nil, let list?):
            return .sources(try sources(list, maximum: maximum))
        }
    }

    private static func sources(_ value: JSONValue, maximum: Int) throws(RequestError) -> [String] {
        guard case .array(let values) = value, !values.isEmpty else {
            throw RequestError(.invalidField, "sources: expected a non-empty array of texts, got \(value.summary)")
        }
        guard values.count <= maximum else {
            throw RequestError(.tooMany, "sources: expected at most \(maximum), got \(values.count)")
        }
        var sources: [String] = []
        for (index, value) in values.enumerated() {
            sources.append(try JSONFields.text(value, at: "sources[\(index)]"))
        }
        return sources
    }

    private static func missing(_ name: String) -> RequestError {
        RequestError(
            .missingField, "\(name): is missing; expected sizes such as 1600 or 800x600:fill, or the name of a list")
    }
}

// MARK: - Query

extension RenditionsRequest {
    /// Reads the query of an upload, `sizes=1600,800&format=webp&quality=75&store=…`; names and values are already
    /// decoded.
    ///
    /// - Throws: `invalidField`, `missingField`, `unknownField`, `tooMany`, `unknownSizeList`.
    package init(
        uploadQuery items: [(name: String, value: String)], grammar: SizeListGrammar
    ) throws(RequestError) {
        var values: [String: String] = [:]
        for (name, value) in items {
            guard Self.options.contains(name) else {
                throw RequestError(
                    .unknownField,
                    "unknown query item \"\(Excerpt(name))\"; known: \(Self.options.joined(separator: ", "))")
            }
            guard !value.isEmpty else { throw RequestError(.invalidField, "\(name): is empty") }
            guard values.updateValue(value, forKey: name) == nil else {
                throw RequestError(.unknownField, "\(name): is given twice")
            }
        }
        guard let sizes = values["sizes"] else { throw Self.missing("sizes") }
        let defaults = OutputDefaults(
            format: try Self.read(values["format"], at: "format", RenditionText.format(named:)),
            quality: try Self.read(values["quality"], at: "quality", RenditionText.quality))
        let renditions = try SizesField(.string(sizes), grammar: RenditionsGrammar(sizes: grammar)).renditions
        self.init(subject: .upload, renditions: renditions.map { $0.applying(defaults) }, store: values["store"])
        guard let data = values["data"] else { return }
        guard ["true", "false", "1", "0"].contains(data) else {
            throw RequestError(.invalidField, "data: expected true or false, got \(Excerpt(data))")
        }
        sendsData = data == "true" || data == "1"
        try checkOptions(now: 0)
    }

    private static func read<Value>(
        _ text: String?, at name: String, _ parse: (String) throws(RequestError) -> Value
    ) throws(RequestError) -> Value? {
        guard let text else { return nil }
        do throws(RequestError) { return try parse(text) } catch { throw error.at(name) }
    }
}

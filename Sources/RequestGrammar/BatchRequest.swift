package import ImageModel

/// The content of `POST /v1/batches`, or of the command line: renditions of a list of sources.
package struct BatchRequest: Sendable, Hashable {
    /// One source listed in the request itself.
    package struct Source: Sendable, Hashable {
        package var text: String
        /// Further values, for the name template.
        package var values: [String: String]
    }

    /// Who is notified about the batch.
    package struct Webhook: Sendable, Hashable {
        package var url: String
        /// Also notified each time this many items have ended; `nil`: only at the end.
        package var everyItems: Int?
    }

    /// At least one; `nil` if they come in a separate list.
    package var sources: [Source]?
    /// At least one, in the requested order.
    package var renditions: [Rendition]
    /// The sizes as written in the request.
    package var sizes: String
    /// The template for names in the store.
    package var store: String
    package var label: String?
    package var isForced = false
    /// 1…100; `nil`: the default number.
    package var attempts: Int?
    /// How many workers may be lost while holding an item before it fails, 1…10,000; `nil`: the default number.
    package var losses: Int?
    /// Above 0…1.
    package var failureShare: Double?
    package var webhook: Webhook?

    /// Names of options that may appear in a query, most important first.
    package static let queryNames = [
        "sizes", "store", "format", "quality", "label", "force", "attempts", "losses", "failureShare", "webhook",
        "webhookEvery",
    ]

    private static let jsonNames = ["sources"] + queryNames.dropLast()
    private static let labelBytes = 200
    private static let attemptsRange = 1...100
    private static let lossesRange = 1...10_000
    private static let everyRange = 1...1_000_000_000
}

// MARK: - JSON

extension BatchRequest {
    /// Reads the JSON body of a request. Cost: linear in `json`, whose size the caller has limited.
    ///
    /// - Throws: `invalidJSON`, `invalidField`, `missingField`, `unknownField`, `tooMany`, `unknownSizeList`,
    ///   `unknownPreset`.
    package init(json: some Sequence<UInt8>, grammar: RenditionsGrammar) throws(RequestError) {
        let fields = try JSONFields(try JSONValue(parsing: json), known: Self.jsonNames)
        guard let sizes = fields["sizes"] else {
            throw Self.missing("sizes", "1600 or 800x600:fill, or the name of a list")
        }
        guard let store = try fields.text("store") else {
            throw Self.missing("store", "a name template such as {stem}-{width}.{ext}")
        }
        let defaults = OutputDefaults(
            format: try fields.format("format"), quality: try fields.integer("quality", in: RenditionText.qualities))
        sources = try Self.sources(fields["sources"])
        renditions = try SizesField(sizes, grammar: grammar).renditions.map { $0.applying(defaults) }
        self.sizes = Self.text(of: sizes)
        self.store = store
        label = try fields.text("label").map { text throws(RequestError) in try Self.label(text) }
        isForced = try Self.flag(fields["force"], at: "force")
        attempts = try fields.integer("attempts", in: Self.attemptsRange)
        losses = try fields.integer("losses", in: Self.lossesRange)
        failureShare = try Self.share(fields["failureShare"])
        webhook = try Self.webhook(fields["webhook"])
    }

    private static func sources(_ value: JSONValue?) throws(RequestError) -> [Source] {
        guard case .array(let values)? = value, !values.isEmpty else {
            throw RequestError(
                value == nil ? .missingField : .invalidField,
                "sources: expected a non-empty array of texts or objects; send longer lists as text/csv or "
                    + "application/jsonl")
        }
        var sources: [Source] = []
        for (index, value) in values.enumerated() { sources.append(try source(value, at: "sources[\(index)]")) }
        return sources
    }

    private static func source(_ value: JSONValue, at path: String) throws(RequestError) -> Source {
        guard case .object(let fields) = value else {
            return Source(text: try JSONFields.text(value, at: path), values: [:])
        }
        var values: [String: String] = [:]
        for (name, value) in fields where name != "source" {
            switch value {
            case .string(let text): values[name] = text
            case .integer(let number): values[name] = "\(number)"
            case .null: continue
            default: throw RequestError(.invalidField, "\(path).\(Excerpt(name)): expected text, got \(value.summary)")
            }
        }
        guard let source = fields["source"] else {
            throw RequestError(.missingField, "\(path).source: is missing")
        }
        return Source(text: try JSONFields.text(source, at: "\(path).source"), values: values)
    }

    private static func flag(_ value: JSONValue?, at path: String) throws(RequestError) -> Bool {
        switch value {
        case nil: false
        case .bool(let flag)?: flag
        case let value?: throw RequestError(.invalidField, "\(path): expected true or false, got \(value.summary)")
        }
    }

    private static func share(_ value: JSONValue?) throws(RequestError) -> Double? {
        switch value {
        case nil: nil
        case .integer(let number)?: try share(Double(number))
        case .number(let number)?: try share(number)
        case let value?:
            throw RequestError(.invalidField, "failureShare: expected a number from 0 to 1, got \(value.summary)")
        }
    }

    private static func webhook(_ value: JSONValue?) throws(RequestError) -> Webhook? {
        guard let value else { return nil }
        if case .string(let url) = value { return Webhook(url: url) }
        let fields = try JSONFields(value, at: "webhook", known: ["url", "every"])
        guard let url = try fields.text("url") else { throw RequestError(.missingField, "webhook.url: is missing") }
        return Webhook(url: url, everyItems: try fields.integer("every", in: everyRange))
    }

    /// The sizes on one line, for display.
    private static func text(of sizes: JSONValue) -> String {
        switch sizes {
        case .string(let text): text
        case .array(let elements): elements.map(text).joined(separator: ",")
        case .object(let fields):
            "{" + fields.sorted { $0.key < $1.key }.map { "\($0.key): \(text(of: $0.value))" }.joined(separator: ", ")
                + "}"
        default: sizes.summary
        }
    }
}

// MARK: - Query

extension BatchRequest {
    /// Reads the query of a request whose body is a list of sources; names and values are already decoded.
    ///
    /// - Throws: `invalidField`, `missingField`, `unknownField`, `tooMany`, `unknownSizeList`.
    package init(query items: [(name: String, value: String)], grammar: SizeListGrammar) throws(RequestError) {
        let values = try Self.values(items)
        guard let sizes = values["sizes"] else {
            throw Self.missing("sizes", "1600 or 800x600:fill, or the name of a list")
        }
        guard let store = values["store"] else {
            throw Self.missing("store", "a name template such as {stem}-{width}.{ext}")
        }
        let defaults = OutputDefaults(
            format: try Self.read(values["format"], at: "format", RenditionText.format(named:)),
            quality: try Self.read(values["quality"], at: "quality", RenditionText.quality))
        do throws(RequestError) {
            renditions = try grammar.renditions(in: sizes).map { $0.applying(defaults) }
        } catch { throw error.at("sizes") }
        self.sizes = sizes
        self.store = store
        label = try Self.read(values["label"], at: "label", Self.label)
        isForced = try Self.read(values["force"], at: "force", Self.flag) ?? false
        attempts = try Self.read(values["attempts"], at: "attempts") { text throws(RequestError) in
            try Self.number(text, in: Self.attemptsRange)
        }
        losses = try Self.read(values["losses"], at: "losses") { text throws(RequestError) in
            try Self.number(text, in: Self.lossesRange)
        }
        failureShare = try Self.read(values["failureShare"], at: "failureShare", Self.share)
        let every = try Self.read(values["webhookEvery"], at: "webhookEvery") { text throws(RequestError) in
            try Self.number(text, in: Self.everyRange)
        }
        webhook = values["webhook"].map { Webhook(url: $0, everyItems: every) }
        if webhook == nil, every != nil { throw RequestError(.missingField, "webhook: is missing") }
    }

    private static func values(_ items: [(name: String, value: String)]) throws(RequestError) -> [String: String] {
        var values: [String: String] = [:]
        for (name, value) in items {
            guard queryNames.contains(name) else {
                throw RequestError(
                    .unknownField,
                    "unknown query item \"\(Excerpt(name))\"; known: \(queryNames.joined(separator: ", "))")
            }
            guard !value.isEmpty else { throw RequestError(.invalidField, "\(name): is empty") }
            guard values.updateValue(value, forKey: name) == nil else {
                throw RequestError(.unknownField, "\(name): is given twice")
            }
        }
        return values
    }

    private static func read<Value>(
        _ text: String?, at name: String, _ parse: (String) throws(RequestError) -> Value
    ) throws(RequestError) -> Value? {
        guard let text else { return nil }
        do throws(RequestError) { return try parse(text) } catch { throw error.at(name) }
    }

    private static func flag(_ text: String) throws(RequestError) -> Bool {
        guard let flag = Bool(text) else {
            throw RequestError(.invalidField, "expected true or false, got \"\(Excerpt(text))\"")
        }
        return flag
    }

    private static func number(_ text: String, in range: ClosedRange<Int>) throws(RequestError) -> Int {
        guard let number = Int(text), range.contains(number) else {
            throw RequestError(
                .invalidField,
                "expected an integer from \(range.lowerBound) to \(range.upperBound), got \"\(Excerpt(text))\"")
        }
        return number
    }

    private static func share(_ text: String) throws(RequestError) -> Double {
        guard let number = Double(text), (0...1).contains(number) else {
            throw RequestError(.invalidField, "expected a number from 0 to 1, got \"\(Excerpt(text))\"")
        }
        return number
    }
}

// MARK: - Both

extension BatchRequest {
    private static func share(_ number: Double) throws(RequestError) -> Double {
        guard (0...1).contains(number) else {
            throw RequestError(.invalidField, "failureShare: expected a number from 0 to 1, got \(number)")
        }
        return number
    }

    private static func label(_ text: String) throws(RequestError) -> String {
        let isPlain = text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        guard text.utf8.count <= labelBytes, isPlain else {
            throw RequestError(.invalidField, "label: expected one line of at most \(labelBytes) bytes")
        }
        return text
    }

    private static func missing(_ name: String, _ expected: String) -> RequestError {
        RequestError(.missingField, "\(name): is missing; expected \(expected)")
    }
}

import ImageModel

/// One element of `sizes` in the form of an object: `width`, `height`, `fit`, `format`, `quality`, and all URL options.
///
/// `then` holds further objects, each applied to the result of the one before, like `-` in URLs.
struct SizeObject {
    let rendition: Rendition

    private static let own = ["width", "height", "fit", "format", "quality"]

    /// - Throws: `invalidField`, `missingField`, `unknownField`, `unknownPreset`; messages name the place.
    init(_ value: JSONValue, at path: String, grammar: RenditionsGrammar) throws(RequestError) {
        let fields = try Self.fields(value, at: path, known: Self.own + ["then"])
        var draft = RequestDraft()
        try Self.apply(fields, to: &draft, grammar)
        let hasOptions = fields.names.contains { !Self.own.contains($0) }
        guard fields["width"] != nil || fields["height"] != nil || hasOptions else {
            throw RequestError(.missingField, "\(path): width or height is missing")
        }
        for (index, step) in try Self.steps(fields).enumerated() {
            draft.select(index + 1)
            let place = "\(fields.place(of: "then"))[\(index)]"
            try Self.apply(try Self.fields(step, at: place, known: Self.own), to: &draft, grammar)
        }
        var chain = draft.renditions
        var first = chain.removeFirst()
        first.followedBy = chain
        rendition = first
    }

    private static func fields(
        _ value: JSONValue, at path: String, known: [String]
    ) throws(RequestError) -> JSONFields {
        try JSONFields(
            value, at: path, known: known, others: JSONOptions.names,
            othersText: " and the URL options by their long names, such as crop and watermark")
    }

    private static func steps(_ fields: JSONFields) throws(RequestError) -> [JSONValue] {
        guard let value = fields["then"] else { return [] }
        guard case .array(let steps) = value, !steps.isEmpty, steps.count < OptionPipelines.maximum else {
            throw RequestError(
                .invalidField,
                "\(fields.place(of: "then")): expected an array of 1 to \(OptionPipelines.maximum - 1) objects, "
                    + "got \(value.summary)")
        }
        return steps
    }

    /// The object's own fields take precedence over options that say the same.
    private static func apply(
        _ fields: JSONFields, to draft: inout RequestDraft, _ grammar: RenditionsGrammar
    ) throws(RequestError) {
        try JSONOptions(fields, except: own, at: .size).apply(to: &draft, grammar)
        if let width = try fields.integer("width", in: RenditionText.sides) { draft.rendition.width = width }
        if let height = try fields.integer("height", in: RenditionText.sides) { draft.rendition.height = height }
        if let fit = try fields.fit("fit") { draft.rendition.fit = fit }
        if let format = try fields.format("format") { draft.shared.format = format }
        if let quality = try fields.integer("quality", in: RenditionText.qualities) { draft.shared.quality = quality }
    }
}

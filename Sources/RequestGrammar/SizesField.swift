import ImageModel

/// The `sizes` of a request: a size list's text, or an array of widths, texts and objects.
struct SizesField {
    let renditions: [Rendition]

    /// - Throws: `invalidField`, `missingField`, `unknownField`, `unknownSizeList`, `tooMany`; messages name the place.
    init(_ value: JSONValue, grammar: SizeListGrammar) throws(RequestError) {
        switch value {
        case .string(let text):
            renditions = try Self.renditions(text, at: "sizes", grammar)
        case .array(let elements) where !elements.isEmpty:
            var renditions: [Rendition] = []
            for (index, element) in elements.enumerated() {
                renditions += try Self.renditions(of: element, at: "sizes[\(index)]", grammar)
                do throws(RequestError) { try SizeListGrammar.check(count: renditions.count) } catch {
                    throw error.at("sizes")
                }
            }
            self.renditions = renditions
        default:
            throw RequestError(.invalidField, "sizes: expected text or an array, not empty, got \(value.summary)")
        }
    }

    private static func renditions(
        of element: JSONValue, at path: String, _ grammar: SizeListGrammar
    ) throws(RequestError) -> [Rendition] {
        switch element {
        case .integer(let width) where RenditionText.sides.contains(width): return [Rendition(width: width)]
        case .string(let text): return try renditions(text, at: path, grammar)
        case .object: return [try rendition(of: element, at: path)]
        default:
            throw RequestError(
                .invalidField,
                "\(path): expected a width from 1 to 65535, text or an object, got \(element.summary)")
        }
    }

    private static func renditions(
        _ text: String, at path: String, _ grammar: SizeListGrammar
    ) throws(RequestError) -> [Rendition] {
        do throws(RequestError) { return try grammar.renditions(in: text) } catch { throw error.at(path) }
    }

    private static func rendition(of value: JSONValue, at path: String) throws(RequestError) -> Rendition {
        let own = ["width", "height", "fit", "format", "quality"]
        let fields = try JSONFields(
            value, at: path, known: own, others: JSONOptions.names,
            othersText: " and the options of URLs by their long names, such as crop and watermark")
        let options = JSONOptions(fields, except: own)
        var rendition = try options.rendition()
        if let width = try fields.integer("width", in: RenditionText.sides) { rendition.width = width }
        if let height = try fields.integer("height", in: RenditionText.sides) { rendition.height = height }
        if let fit = try fields.fit("fit") { rendition.fit = fit }
        rendition.format = try fields.format("format")
        if let quality = try fields.integer("quality", in: RenditionText.qualities) { rendition.quality = quality }
        guard rendition.width != nil || rendition.height != nil || !options.isEmpty else {
            throw RequestError(.missingField, "\(path): width or height is missing")
        }
        return rendition
    }
}

import ImageModel

/// The `sizes` of a request: a size list as text, or an array of widths, texts and objects.
struct SizesField {
    let renditions: [Rendition]

    /// - Throws: `invalidField`, `missingField`, `unknownField`, `unknownSizeList`, `unknownPreset`, `tooMany`;
    ///   messages state the place.
    init(_ value: JSONValue, grammar: RenditionsGrammar) throws(RequestError) {
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
            throw RequestError(
                .invalidField, "sizes: expected non-empty text or a non-empty array, got \(value.summary)")
        }
    }

    private static func renditions(
        of element: JSONValue, at path: String, _ grammar: RenditionsGrammar
    ) throws(RequestError) -> [Rendition] {
        switch element {
        case .integer(let width) where RenditionText.sides.contains(width): return [Rendition(width: width)]
        case .string(let text): return try renditions(text, at: path, grammar)
        case .object: return [try SizeObject(element, at: path, grammar: grammar).rendition]
        default:
            throw RequestError(
                .invalidField,
                "\(path): expected a width from 1 to 65535, text or an object, got \(element.summary)")
        }
    }

    private static func renditions(
        _ text: String, at path: String, _ grammar: RenditionsGrammar
    ) throws(RequestError) -> [Rendition] {
        do throws(RequestError) { return try grammar.sizes.renditions(in: text) } catch { throw error.at(path) }
    }
}

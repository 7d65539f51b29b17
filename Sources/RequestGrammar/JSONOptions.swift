import ImageModel

/// The options of URLs that stand in a JSON object as fields, by their long names.
///
/// A field holds an option's only argument (`"blur": 2`), all of them as an array (`"crop": [300, 0.5, "no"]`), as text
/// as in a URL (`"crop": "300:0.5:no"`), or by name (`"crop": {"width": 300, "gravity": "no"}`). URLs of pictures are
/// written as they are, not as base64.
struct JSONOptions {
    /// The options that can be fields, in the order in which they are applied: those that set several things first.
    private static let options = OptionTable.processing.options.filter { option in
        switch option.group {
        case .size, .geometry, .effects, .watermark, .output, .unavailable: true
        case .request, .limits, .facts: false
        }
    }

    /// The names that such fields have.
    static let names = Set(options.map(\.jsonName))

    private let fields: JSONFields
    private let given: [URLOption]

    /// The options among `fields`, whose names are known ones; fields named in `except` are something else.
    init(_ fields: JSONFields, except: [String]) {
        self.fields = fields
        given = Self.options.filter { fields[$0.jsonName] != nil && !except.contains($0.jsonName) }
    }

    var isEmpty: Bool { given.isEmpty }

    /// A rendition that does what the options say.
    ///
    /// - Throws: `invalidField`, naming the place.
    func rendition() throws(RequestError) -> Rendition {
        var draft = RequestDraft()
        for option in given {
            guard let value = fields[option.jsonName] else { continue }
            let place = fields.place(of: option.jsonName)
            do throws(RequestError) {
                let texts = try Self.texts(value, of: option, at: place)
                try OptionUse(option, name: place, texts: texts, origin: .json).apply(to: &draft)
            } catch {
                throw RequestError(.invalidField, error.message, cause: error.cause)
            }
        }
        return draft.renditions[0]
    }

    private static func texts(
        _ value: JSONValue, of option: URLOption, at place: String
    ) throws(RequestError) -> [String] {
        switch value {
        case .string(let text) where option.maximumArguments > 1:
            return text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        case .array(let values) where !values.isEmpty:
            var texts: [String] = []
            for (index, value) in values.enumerated() { texts.append(try text(value, at: "\(place)[\(index)]")) }
            return texts
        case .object where option.repeated.isEmpty && !option.arguments.isEmpty:
            return try texts(byName: value, of: option, at: place)
        default:
            return [try text(value, at: place)]
        }
    }

    /// The arguments up to the last that is named; those between have their defaults, or stay as they are.
    private static func texts(
        byName value: JSONValue, of option: URLOption, at place: String
    ) throws(RequestError) -> [String] {
        let names = option.arguments.map(\.name)
        let fields = try JSONFields(value, at: place, known: names)
        guard let last = names.lastIndex(where: { fields[$0] != nil }) else {
            throw RequestError(.invalidField, "\(place): expected some of \(names.joined(separator: ", "))")
        }
        var texts: [String] = []
        for argument in option.arguments[...last] {
            if let value = fields[argument.name] {
                texts.append(try text(value, at: fields.place(of: argument.name)))
            } else {
                texts.append(option.skipsEmpty ? "" : argument.defaultText)
            }
        }
        return texts
    }

    private static func text(_ value: JSONValue, at place: String) throws(RequestError) -> String {
        switch value {
        case .null: return ""
        case .bool(let flag): return "\(flag)"
        case .integer(let number): return "\(number)"
        case .number(let number): return "\(NumberText(number))"
        case .string(let text): return text
        case .array, .object:
            throw RequestError(
                .invalidField, "\(place): expected text, a number or true or false, got \(value.summary)")
        }
    }
}

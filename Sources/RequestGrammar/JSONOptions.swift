/// The URL options that appear in a JSON object as fields, by their long names.
///
/// A field holds the option's only argument (`"blur": 2`), all arguments as an array (`"crop": [300, 0.5, "no"]`) or as
/// text, as in a URL (`"crop": "300:0.5:no"`), or arguments by name (`"crop": {"width": 300, "gravity": "no"}`).
/// Picture URLs and file names are written as they are, not encoded.
struct JSONOptions {
    /// All options, in the order in which they are applied: first presets, then those that set several things.
    private static let options = {
        let all = OptionTable.processing.options
        return all.filter(\.isPreset) + all.filter { !$0.isPreset }
    }()

    /// The names of such fields.
    static let names = Set(options.map(\.jsonName))

    private let fields: JSONFields
    private let given: [URLOption]

    /// The options among `fields`, whose names are all known; fields named in `except` are something else.
    ///
    /// - Throws: `unknownField` for an option that belongs elsewhere than in `place`, or not in JSON at all, with the
    ///   reason.
    init(_ fields: JSONFields, except: [String], at place: URLOption.JSONPlace) throws(RequestError) {
        self.fields = fields
        given = Self.options.filter { fields[$0.jsonName] != nil && !except.contains($0.jsonName) }
        for option in given where option.jsonPlace != place {
            throw RequestError(
                .unknownField, "\(fields.place(of: option.jsonName)): \(Self.refusal(option.jsonPlace))")
        }
    }

    var isEmpty: Bool { given.isEmpty }

    private static func refusal(_ place: URLOption.JSONPlace) -> String {
        switch place {
        case .size: "is an option of a single size; put it in an element of sizes"
        case .request: "applies to the whole request; put it next to sizes"
        case .nowhere(let reason): "is an option for URLs only: \(reason)"
        }
    }

    /// Changes `draft` as the options say.
    ///
    /// - Throws: `invalidField`, `unknownPreset`, `securityOptionNotAllowed`, naming the place.
    func apply(to draft: inout RequestDraft, _ grammar: RenditionsGrammar) throws(RequestError) {
        for option in given {
            guard let value = fields[option.jsonName] else { continue }
            let place = fields.place(of: option.jsonName)
            guard !option.isSecurity || grammar.allowsSecurityOptions else { throw .securityOption(place) }
            let use: OptionUse
            do throws(RequestError) {
                let texts = try Self.texts(value, of: option, at: place)
                use = try OptionUse(option, name: place, texts: texts, origin: .json)
                try use.apply(to: &draft)
            } catch {
                throw RequestError(.invalidField, error.message, cause: error.cause)
            }
            if option.isPreset { try Self.apply(presets: use.values, at: place, to: &draft, grammar) }
        }
    }

    private static func apply(
        presets values: ArgumentValues, at place: String, to draft: inout RequestDraft, _ grammar: RenditionsGrammar
    ) throws(RequestError) {
        for index in 0..<values.count {
            let name = values.text(index) ?? ""
            do throws(RequestError) { try grammar.apply(preset: name, to: &draft) } catch { throw error.at(place) }
        }
    }

    private static func texts(
        _ value: JSONValue, of option: URLOption, at place: String
    ) throws(RequestError) -> [String] {
        switch value {
        case .string(let text) where option.jsonArguments.count + option.repeated.count > 1 || option.isPreset:
            return text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        case .array(let values) where !values.isEmpty:
            guard !option.repeated.isEmpty || values.count <= max(option.jsonArguments.count, 1) else {
                throw RequestError(
                    .invalidField,
                    "\(place): too many arguments: expected at most \(option.jsonArguments.count), got \(values.count)")
            }
            var texts: [String] = []
            for (index, value) in values.enumerated() { texts.append(try text(value, at: "\(place)[\(index)]")) }
            return texts
        case .object where option.repeated.isEmpty && !option.arguments.isEmpty:
            return try texts(byName: value, of: option, at: place)
        default:
            return [try text(value, at: place)]
        }
    }

    /// The arguments up to the last one named; those in between take their defaults, or keep their values.
    private static func texts(
        byName value: JSONValue, of option: URLOption, at place: String
    ) throws(RequestError) -> [String] {
        let names = option.jsonArguments.map(\.name)
        let fields = try JSONFields(value, at: place, known: names)
        guard let last = names.lastIndex(where: { fields[$0] != nil }) else {
            throw RequestError(.invalidField, "\(place): expected some of \(names.joined(separator: ", "))")
        }
        var texts: [String] = []
        for argument in option.jsonArguments[...last] {
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
                .invalidField, "\(place): expected text, a number, true or false, got \(value.summary)")
        }
    }
}

extension URLOption {
    /// Whether it stands for the options of presets.
    var isPreset: Bool {
        if case .preset = action { true } else { false }
    }
}

import ImageModel

/// The fields of one JSON object, read with their types; errors state the place: `sizes[2].width: …`.
///
/// A field that is `null` counts as absent.
struct JSONFields {
    private let fields: [String: JSONValue]
    /// The place of the object; empty at the top.
    private let path: String

    /// Fields may also have the names in `others`, which errors summarise as `othersText`.
    ///
    /// - Throws: `invalidField` if `value` is not an object, `unknownField` for a field that is not known.
    init(
        _ value: JSONValue, at path: String = "", known: [String], others: Set<String> = [], othersText: String = ""
    ) throws(RequestError) {
        guard case .object(let fields) = value else {
            let place = path.isEmpty ? "the body" : path
            throw RequestError(.invalidField, "\(place): expected an object, got \(value.summary)")
        }
        if let unknown = fields.keys.sorted().first(where: { !known.contains($0) && !others.contains($0) }) {
            let place = path.isEmpty ? "" : "\(path): "
            let names = known.joined(separator: ", ") + othersText
            throw RequestError(.unknownField, "\(place)unknown field \"\(Excerpt(unknown))\"; known: \(names)")
        }
        self.fields = fields.filter { $0.value != .null }
        self.path = path
    }

    /// The place of a field of this object.
    func place(of name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    subscript(name: String) -> JSONValue? { fields[name] }

    /// The names of the fields that are present.
    var names: some Collection<String> { fields.keys }

    /// A non-empty text.
    ///
    /// - Throws: `invalidField`.
    func text(_ name: String) throws(RequestError) -> String? {
        guard let value = fields[name] else { return nil }
        return try Self.text(value, at: place(of: name))
    }

    /// - Throws: `invalidField` if `value` is not a text, or is empty.
    static func text(_ value: JSONValue, at path: String) throws(RequestError) -> String {
        guard case .string(let text) = value, !text.isEmpty else {
            throw RequestError(.invalidField, "\(path): expected text, got \(value.summary)")
        }
        return text
    }

    /// A truth value; `nil` when it is absent.
    ///
    /// - Throws: `invalidField` for anything else.
    func flag(_ name: String) throws(RequestError) -> Bool? {
        switch self[name] {
        case nil: return nil
        case .bool(let value)?: return value
        case let value?:
            throw RequestError(.invalidField, "\(place(of: name)): expected true or false, got \(value.summary)")
        }
    }

    /// - Throws: `invalidField`.
    func integer(_ name: String, in range: ClosedRange<Int>) throws(RequestError) -> Int? {
        guard let value = fields[name] else { return nil }
        guard case .integer(let number) = value, range.contains(number) else {
            throw RequestError(
                .invalidField,
                "\(place(of: name)): expected an integer from \(range.lowerBound) to \(range.upperBound), "
                    + "got \(value.summary)")
        }
        return number
    }

    /// - Throws: `invalidField`.
    func format(_ name: String) throws(RequestError) -> ImageFormat? {
        guard let text = try text(name) else { return nil }
        do throws(RequestError) { return try RenditionText.format(named: text) } catch {
            throw error.at(place(of: name))
        }
    }

    /// - Throws: `invalidField`.
    func fit(_ name: String) throws(RequestError) -> Fit? {
        guard let text = try text(name) else { return nil }
        do throws(RequestError) { return try RenditionText.fit(named: text) } catch { throw error.at(place(of: name)) }
    }
}

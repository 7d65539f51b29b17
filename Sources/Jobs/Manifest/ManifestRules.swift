/// What a list of sources must contain for its batch.
package struct ManifestRules: Sendable {
    /// Columns that the name template uses: every record needs a value.
    package var required: Set<String>
    /// Columns that are used if present: `stem` and `dir`, instead of the values from the source's name.
    package var optional: Set<String>
    /// What is wrong with the text of a source; `nil` if it is valid.
    package var fault: @Sendable (_ source: String) -> String?

    /// The longest value of a column in bytes; a name in a store may have 255.
    package static let longestValueBytes = 200

    package init(
        required: Set<String> = [], optional: Set<String> = [],
        fault: @escaping @Sendable (_ source: String) -> String? = { _ in nil }
    ) {
        self.required = required
        self.optional = optional
        self.fault = fault
    }

    /// The item for a record; values that are not needed are dropped.
    ///
    /// - Returns: the item, or what is wrong with the record.
    func item(source: String, line: Int, values: [String: String]) -> Result<NewItem, ManifestMistake> {
        guard !source.isEmpty else { return .failure("the source is empty") }
        if let fault = fault(source) { return .failure(ManifestMistake(fault)) }
        for name in required.sorted() where values[name, default: ""].isEmpty {
            return .failure("\(name) is empty; the name template needs it")
        }
        let kept = values.filter { name, value in
            required.contains(name) || optional.contains(name) && !value.isEmpty
        }
        for (name, value) in kept.sorted(by: { $0.key < $1.key }) where value.utf8.count > Self.longestValueBytes {
            return .failure("\(name) is longer than \(Self.longestValueBytes) bytes")
        }
        return .success(NewItem(source: source, line: line, values: kept))
    }
}

/// What is wrong with a record; its line is known to the reader.
struct ManifestMistake: Error, Hashable, ExpressibleByStringInterpolation {
    let message: String

    init(_ message: String) { self.message = message }

    init(stringLiteral message: String) { self.message = message }
}

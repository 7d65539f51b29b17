/// How renditions are named in a store: `{dir}/{stem}-{width}.{ext}`.
///
/// The path is relative to the store's root and cannot leave it, whatever the source is called: in the replacement of
/// `{stem}` the characters `/`, `\` and control characters become `_`; `{dir}` keeps its `/`, and its parts are cleaned
/// in the same way; a `.` at the start of a name that comes from a source becomes `_`, and the parts `.` and `..`
/// become `_` and `__`. Replacements of `{host}` and columns are cleaned like a stem. An empty `{dir}` also removes the
/// slash after it. If a name is longer than 255 bytes, the part that came from `{stem}` or `{dir}` is shortened at a
/// character boundary; so extension and size stay.
package struct NameTemplate: Sendable, Hashable {
    enum Part: Sendable, Hashable {
        case literal(String)
        case placeholder(NamePlaceholder)
        case column(String)
    }

    /// Which names besides those of `NamePlaceholder` may appear in braces.
    package enum Columns: Sendable, Hashable {
        case none
        /// Any valid column name: letters, digits, `_` and `-`, starting with a letter, at most 40 bytes.
        case any
    }

    /// The template as it was written.
    package let text: String
    /// The names between slashes, each with at least one part.
    let components: [[Part]]

    /// The longest file name in bytes (`NAME_MAX` on Linux).
    static let maximumNameBytes = 255
    /// The bytes of a name left for placeholders of bounded length: a hash and several numbers.
    private static let maximumLiteralBytes = 127

    /// Reads a template.
    ///
    /// - Throws: `invalidTemplate`, listing the placeholders that exist.
    package init(parsing text: String, columns: Columns = .none) throws(StorageError) {
        guard !text.isEmpty else { throw Self.invalid(text, "is empty") }
        guard !text.hasPrefix("/") else {
            throw Self.invalid(text, "must be relative to the store, without a leading /")
        }
        var components: [[Part]] = []
        for component in text.split(separator: "/", omittingEmptySubsequences: false) {
            components.append(try Self.parts(of: component, in: text, columns))
        }
        guard let last = components.last, last.contains(where: { $0 != .placeholder(.dir) }) else {
            throw Self.invalid(text, "must end in a file name; {dir} alone is a folder")
        }
        self.text = text
        self.components = components
    }

    /// Whether the template uses `placeholder`: what it does not use need not be determined.
    package func uses(_ placeholder: NamePlaceholder) -> Bool {
        components.contains { $0.contains(.placeholder(placeholder)) }
    }

    /// The columns that it uses.
    package var columns: Set<String> {
        Set(
            components.joined().compactMap { part in
                if case .column(let name) = part { name } else { nil }
            })
    }

    /// Whether `name` is a valid column name.
    package static func isColumn(_ name: some StringProtocol) -> Bool {
        guard let first = name.utf8.first, Self.isLetter(first), name.utf8.count <= 40 else { return false }
        return name.utf8.allSatisfy { byte in
            isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
                || byte == UInt8(ascii: "-")
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func parts(
        of component: Substring, in text: String, _ columns: Columns
    ) throws(StorageError) -> [Part] {
        guard !component.isEmpty else { throw invalid(text, "has an empty name between slashes or at the end") }
        guard component != ".", component != ".." else { throw invalid(text, "must not contain . or .. as a name") }
        var parts: [Part] = []
        var rest = component
        while !rest.isEmpty {
            if rest.first == "{" {
                guard let end = rest.firstIndex(of: "}") else { throw invalid(text, "has a { without a }") }
                let name = rest[rest.index(after: rest.startIndex)..<end]
                if let placeholder = NamePlaceholder(rawValue: String(name)) {
                    parts.append(.placeholder(placeholder))
                } else if columns == .any, isColumn(name) {
                    parts.append(.column(String(name)))
                } else {
                    throw invalid(text, "has an unknown placeholder {\(name.prefix(40))}")
                }
                rest = rest[end...].dropFirst()
            } else {
                let literal = rest.prefix { $0 != "{" }
                try check(literal: literal, in: text)
                parts.append(.literal(String(literal)))
                rest = rest[literal.endIndex...]
            }
        }
        let literalBytes = parts.reduce(0) { sum, part in
            if case .literal(let text) = part { sum + text.utf8.count } else { sum }
        }
        guard literalBytes <= maximumLiteralBytes else {
            throw invalid(text, "has a name with more than \(maximumLiteralBytes) bytes of fixed text")
        }
        return parts
    }

    private static func check(literal: Substring, in text: String) throws(StorageError) {
        guard !literal.contains("}") else { throw invalid(text, "has a } without a {") }
        guard !literal.contains("\\") else { throw invalid(text, "must not contain a backslash") }
        guard !literal.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw invalid(text, "must not contain control characters")
        }
    }

    private static func invalid(_ text: String, _ reason: String) -> StorageError {
        let shown = text.count > 100 ? "\(text.prefix(100))…" : text
        return StorageError(
            .invalidTemplate, "the name template \"\(shown)\" \(reason); placeholders: \(NamePlaceholder.list)")
    }
}

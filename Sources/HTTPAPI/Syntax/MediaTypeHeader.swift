import HTTPSyntax

/// The value of a `Content-Type` header: `type/subtype; name=value`.
package struct MediaTypeHeader: Sendable, Hashable, CustomStringConvertible {
    /// In lower case, such as `multipart`.
    package let type: String
    /// In lower case, such as `form-data`.
    package let subtype: String
    /// Values as they were sent, quotes removed; names in lower case.
    package let parameters: [String: String]

    /// Reads `text` (RFC 9110, 8.3.1).
    ///
    /// - Throws: `malformedHeader`.
    package init(_ text: String) throws(BodyError) {
        var scanner = HeaderScanner(text)
        scanner.skipSpace()
        guard !HeaderScanner.holdsControls(text), let type = scanner.token(), scanner.take("/"),
            let subtype = scanner.token()
        else {
            throw BodyError(.malformedHeader, "A content type must be 'type/subtype', such as 'image/jpeg'.")
        }
        self.type = type.lowercased()
        self.subtype = subtype.lowercased()
        parameters = try scanner.parameters()
    }

    /// Type and subtype without parameters, such as `multipart/form-data`.
    package var essence: String { "\(type)/\(subtype)" }

    package var description: String {
        parameters.sorted { $0.key < $1.key }
            .reduce(essence) { $0 + "; \($1.key)=\(Self.written($1.value))" }
    }

    private static func written(_ value: String) -> String {
        guard !HeaderScanner.isToken(value) else { return value }
        let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(escaped)\""
    }
}

import HTTPSyntax

/// The value of a `Content-Disposition` header: how a body or part is meant, and its file's name.
package struct ContentDisposition: Sendable, Hashable, CustomStringConvertible {
    /// In lower case: `form-data`, `attachment`, `inline`.
    package let kind: String
    /// The name of the form's field.
    package let name: String?
    /// The name of the file, as the sender had it: not safe to use as a path.
    package let filename: String?

    package init(kind: String, name: String? = nil, filename: String? = nil) {
        self.kind = kind
        self.name = name
        self.filename = filename
    }

    /// Reads `text` (RFC 6266, RFC 7578). `filename*` (RFC 8187, UTF-8 only) takes precedence over `filename`.
    ///
    /// - Throws: `malformedHeader`.
    package init(_ text: String) throws(BodyError) {
        var scanner = HeaderScanner(text)
        scanner.skipSpace()
        guard !HeaderScanner.holdsControls(text), let kind = scanner.token() else {
            throw BodyError(.malformedHeader, "A content disposition must be like 'form-data; name=\"file\"'.")
        }
        let parameters = try scanner.parameters()
        let extended = try parameters["filename*"].map(ExtendedValue.decoded)
        self.init(kind: kind.lowercased(), name: parameters["name"], filename: extended ?? parameters["filename"])
    }

    /// The header's value. A file name that is not plain ASCII is written twice: an approximation for old readers, and
    /// exactly, as `filename*`. Control characters and path separators become `_`: a file name is not a path.
    package var description: String {
        var text = kind
        if let name { text += "; name=\"\(Self.escaped(name))\"" }
        guard let filename else { return text }
        let safe = String(String.UnicodeScalarView(filename.unicodeScalars.map { Self.isUnsafe($0) ? "_" : $0 }))
        let plain = String(
            String.UnicodeScalarView(
                safe.unicodeScalars.map { $0.isASCII && !"\"%".unicodeScalars.contains($0) ? $0 : "_" }))
        text += "; filename=\"\(plain)\""
        if plain != safe { text += "; filename*=\(ExtendedValue.encoded(safe))" }
        return text
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control || scalar == "/" || scalar == "\\"
    }

    /// The inside of a quoted string; control characters, which it cannot hold, become `_`.
    private static func escaped(_ value: String) -> String {
        value.unicodeScalars.reduce(into: "") { text, scalar in
            if scalar == "\"" || scalar == "\\" { text += "\\" }
            text.unicodeScalars.append(scalar.properties.generalCategory == .control ? "_" : scalar)
        }
    }
}

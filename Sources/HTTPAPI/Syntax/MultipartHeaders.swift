import HTTPSyntax

/// The headers of one part of a `multipart/form-data` body.
package struct MultipartHeaders: Sendable, Hashable {
    /// One header as it was sent, without the space around its value.
    package struct Field: Sendable, Hashable {
        package let name: String
        package let value: String
    }

    /// The name of the form's field.
    package let name: String
    /// The name of the file, as the sender had it: not safe to use as a path. `nil`: not a file.
    package let filename: String?
    /// The part's declared type; `nil` if it declares none.
    package let contentType: MediaTypeHeader?
    /// All headers, in order.
    package let fields: [Field]

    /// Reads the header lines of a part, without their line ends.
    ///
    /// - Throws: `malformedHeader`, `unsupportedEncoding`.
    init(lines: [ArraySlice<UInt8>]) throws(BodyError) {
        var fields: [Field] = []
        for line in lines { fields.append(try Field(line)) }
        guard let text = try Self.single("content-disposition", in: fields) else {
            throw BodyError(.malformedHeader, "A part must have a Content-Disposition header.")
        }
        let disposition = try ContentDisposition(text)
        guard disposition.kind == "form-data", let name = disposition.name else {
            throw BodyError(.malformedHeader, "A part's Content-Disposition must be like 'form-data; name=\"file\"'.")
        }
        try Self.checkEncoding(Self.single("content-transfer-encoding", in: fields))
        var contentType: MediaTypeHeader?
        if let text = try Self.single("content-type", in: fields) { contentType = try MediaTypeHeader(text) }
        self.init(name: name, filename: disposition.filename, contentType: contentType, fields: fields)
    }

    private init(name: String, filename: String?, contentType: MediaTypeHeader?, fields: [Field]) {
        self.name = name
        self.filename = filename
        self.contentType = contentType
        self.fields = fields
    }

    /// The value of the header `name` (in lower case), which may occur at most once.
    private static func single(_ name: String, in fields: [Field]) throws(BodyError) -> String? {
        let matching = fields.filter { $0.name.lowercased() == name }
        guard matching.count <= 1 else {
            throw BodyError(.malformedHeader, "A part has its \(name) header twice.")
        }
        return matching.first?.value
    }

    /// RFC 7578 abandoned transfer encodings; the three that change nothing are harmless.
    private static func checkEncoding(_ value: String?) throws(BodyError) {
        guard let value, !["7bit", "8bit", "binary"].contains(value.lowercased()) else { return }
        throw BodyError(.unsupportedEncoding, "A part must be sent unencoded, without a Content-Transfer-Encoding.")
    }
}

extension MultipartHeaders.Field {
    fileprivate init(_ line: ArraySlice<UInt8>) throws(BodyError) {
        guard let text = String(validating: line, as: UTF8.self), !HeaderScanner.holdsControls(text),
            let colon = text.firstIndex(of: ":")
        else {
            throw BodyError(.malformedHeader, "A part's header must be 'Name: value' in UTF-8, on one line.")
        }
        name = String(text[..<colon])
        guard HeaderScanner.isToken(name) else {
            throw BodyError(.malformedHeader, "A part has a header without a valid name.")
        }
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        let value = text[text.index(after: colon)...].drop(while: isSpace)
        let end = value.lastIndex { !isSpace($0) }.map(value.index(after:)) ?? value.startIndex
        self.value = String(value[..<end])
    }
}

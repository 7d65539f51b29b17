internal import ImageModel

/// What is checked, and made plain, in the raw bytes, before a parser sees them.
enum XMLPrescan {
    /// The document as a parser is given it: in an encoding that contains ASCII, without entities of its own.
    ///
    /// - Throws: `tooLarge`, `unsupportedEncoding`, `malformed`, `entities`, `tooManyAttributes`.
    static func readable(_ bytes: [UInt8], limits: SVGLimits) throws(SVGSafetyError) -> [UInt8] {
        try checkSize(bytes, limits)
        let text = UTF16Text.utf8Document(bytes)
        try checkSize(text, limits)
        try checkEncoding(text)
        let expanded = try XMLEntities.expanded(text)
        try checkSize(expanded, limits)
        try checkAttributeCount(expanded, limit: limits.maximumAttributes)
        return expanded
    }

    private static func checkSize(_ bytes: [UInt8], _ limits: SVGLimits) throws(SVGSafetyError) {
        guard bytes.count <= limits.maximumBytes else {
            throw SVGSafetyError(
                .tooLarge, "The SVG has \(bytes.count) bytes; at most \(limits.maximumBytes) are allowed.")
        }
    }

    /// Only encodings in which every ASCII byte is that character, so that no other reader can see other markup, and so
    /// that this scan sees what the parser sees. UTF-16 without a mark and UTF-32 give themselves away by their
    /// zero bytes, EBCDIC by its first byte.
    private static func checkEncoding(_ bytes: [UInt8]) throws(SVGSafetyError) {
        guard !bytes.contains(0) else { throw unsupported("UTF-16 or UTF-32, or binary data") }
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        guard let first = content.first(where: { !isSpace($0) }), first == UInt8(ascii: "<") else {
            throw SVGSafetyError(.malformed, "The SVG does not begin with '<'.")
        }
        guard content.starts(with: "<?xml".utf8), content.dropFirst(5).first.map(isSpace) == true else { return }
        let declaration = content.prefix(Self.declarationBytes)
        guard let end = declaration.firstIndex(of: UInt8(ascii: ">")),
            let match = String(decoding: declaration[...end], as: UTF8.self).wholeMatch(of: declarationForm)
        else {
            throw SVGSafetyError(.malformed, "The SVG's XML declaration is malformed.")
        }
        if let name = match.output.1, name.wholeMatch(of: encodingForm) == nil { throw unsupported(String(name)) }
    }

    private static let declarationBytes = 256

    private static var declarationForm: Regex<(Substring, Substring?, Substring?)> {
        /<\?xml\s+version\s*=\s*["'][0-9.]+["'](?:\s+encoding\s*=\s*["']([A-Za-z0-9._\-]+)["'])?(?:\s+standalone\s*=\s*["'](yes|no)["'])?\s*\?>/
    }

    private static var encodingForm: Regex<Substring> {
        /utf-?8|us-ascii|ascii|iso-8859-[0-9]{1,2}|latin-?1|(?:windows|cp)-?125[0-8]/.ignoresCase()
    }

    private static func unsupported(_ name: String) -> SVGSafetyError {
        SVGSafetyError(
            .unsupportedEncoding,
            "The SVG is in an unsupported encoding (\(name)); allowed are UTF-8, UTF-16 with a byte order mark, ASCII, ISO-8859 and "
                + "Windows-125x.")
    }

    /// The parser compares each attribute of an element with all before it: 100,000 of them would take minutes. It does so
    /// before it tells of the element, so that they have to be counted here. In a tag no `<` can stand, which makes the
    /// number of `=` in front of a quote up to the next `<` a bound; long text with as many is refused with it.
    private static func checkAttributeCount(_ bytes: [UInt8], limit: Int) throws(SVGSafetyError) {
        var count = 0
        var isBehindEqual = false
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "<"): count = 0
            case UInt8(ascii: "="): isBehindEqual = true
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                if isBehindEqual { count += 1 }
                isBehindEqual = false
            default: if !isSpace(byte) { isBehindEqual = false }
            }
            guard count <= limit else {
                throw SVGSafetyError(
                    .tooManyAttributes, "An element of the SVG has more than the \(limit) attributes allowed.")
            }
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}

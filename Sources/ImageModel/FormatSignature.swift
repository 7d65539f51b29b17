extension ImageFormat {
    /// How many leading bytes tell all formats, but for drawings with a long comment in front.
    package static let signatureBytes = 4096
    /// How many leading bytes `init(signatureOf:)` looks at, at most: drawings may begin with a licence's text.
    package static let drawingSignatureBytes = 65_536

    /// The format of a file by its leading bytes, whatever its name or declared type; `nil` if it is not one of ours.
    ///
    /// Recognises only what one of our decoders accepts: no gzip (so no compressed SVG), no JPEG 2000, no PDF.
    package init?(signatureOf bytes: some Collection<UInt8>) {
        let head = Array(bytes.prefix(Self.signatureBytes))
        if let format = Self.binarySignature(head) ?? Self.containerSignature(head) {
            self = format
        } else if UTF16Text.isMarked(head) || SVGSignature.mayMatch(head),
            SVGSignature.matches(UTF16Text.utf8(bytes.prefix(Self.drawingSignatureBytes)))
        {
            self = .svg
        } else {
            return nil
        }
    }

    private static func binarySignature(_ head: [UInt8]) -> ImageFormat? {
        if head.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
        if head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
        if head.starts(with: "GIF87a".utf8) || head.starts(with: "GIF89a".utf8) { return .gif }
        if head.starts(with: [0x49, 0x49, 0x2A, 0x00]) || head.starts(with: [0x4D, 0x4D, 0x00, 0x2A]) { return .tiff }
        // BigTIFF: version 43, offsets of 8 bytes.
        if head.starts(with: [0x49, 0x49, 0x2B, 0x00, 0x08, 0x00, 0x00, 0x00]) { return .tiff }
        if head.starts(with: [0x4D, 0x4D, 0x00, 0x2B, 0x00, 0x08, 0x00, 0x00]) { return .tiff }
        // JPEG XL: a bare codestream, or the container's signature box.
        if head.starts(with: [0xFF, 0x0A]) { return .jxl }
        if head.starts(with: [0, 0, 0, 0x0C, 0x4A, 0x58, 0x4C, 0x20, 0x0D, 0x0A, 0x87, 0x0A]) { return .jxl }
        if head.starts(with: "BM".utf8), head.count >= 18 { return .bmp }
        if head.starts(with: [0, 0, 1, 0]), head.count >= 22 { return .ico }
        return nil
    }

    /// RIFF (WebP) and ISO base media files (AVIF, HEIC), which name their content after the first box.
    private static func containerSignature(_ head: [UInt8]) -> ImageFormat? {
        guard head.count >= 12 else { return nil }
        if head.starts(with: "RIFF".utf8), head[8..<12].elementsEqual("WEBP".utf8) { return .webp }
        guard head[4..<8].elementsEqual("ftyp".utf8) else { return nil }
        let length = min(head[0..<4].reduce(0) { $0 << 8 | Int($1) }, head.count)
        // The major brand, then (after four bytes of version) the compatible ones.
        let brands = ([8] + stride(from: 16, to: length - 3, by: 4)).map {
            String(decoding: head[$0..<($0 + 4)], as: UTF8.self)
        }
        if brands.contains(where: { $0 == "avif" || $0 == "avis" }) { return .avif }
        let heic: Set = ["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"]
        return brands.contains(where: heic.contains) ? .heic : nil
    }
}

/// Finds the root element of an SVG after any byte order mark, XML declaration, comments and document type.
private enum SVGSignature {
    /// Whether it begins as markup does: a quick look before a long one.
    static func mayMatch(_ head: [UInt8]) -> Bool {
        let rest = head.starts(with: [0xEF, 0xBB, 0xBF]) ? head.dropFirst(3) : head[...]
        let first = rest.first { !($0 == 0x20 || (0x09...0x0D).contains($0)) }
        return first == nil || first == UInt8(ascii: "<")
    }

    static func matches(_ head: [UInt8]) -> Bool {
        var rest = head[...]
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
        while true {
            rest = rest.drop(while: { $0 == 0x20 || (0x09...0x0D).contains($0) })
            if rest.starts(with: "<?".utf8) {
                guard let behind = skip(rest, to: "?>") else { return false }
                rest = behind
            } else if rest.starts(with: "<!--".utf8) {
                guard let behind = skip(rest, to: "-->") else { return false }
                rest = behind
            } else if rest.starts(with: "<!DOCTYPE".utf8) {
                guard let behind = skipDocumentType(rest) else { return false }
                rest = behind
            } else {
                return isRoot(rest)
            }
        }
    }

    private static func isRoot(_ rest: ArraySlice<UInt8>) -> Bool {
        guard rest.first == UInt8(ascii: "<") else { return false }
        let name = rest.dropFirst().prefix { byte in
            byte > 0x20 && byte != UInt8(ascii: ">") && byte != UInt8(ascii: "/")
        }
        // A namespace prefix is allowed: <svg:svg …>.
        return name.elementsEqual("svg".utf8) || name.suffix(4).elementsEqual(":svg".utf8)
    }

    private static func skip(_ bytes: ArraySlice<UInt8>, to end: String) -> ArraySlice<UInt8>? {
        let pattern = Array(end.utf8)
        var rest = bytes
        while let first = rest.firstIndex(of: pattern[0]) {
            rest = rest[first...]
            if rest.starts(with: pattern) { return rest.dropFirst(pattern.count) }
            rest = rest.dropFirst()
        }
        return nil
    }

    /// `<!DOCTYPE svg … [ … ]>`; the part in brackets may contain `>`.
    private static func skipDocumentType(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let end = bytes.firstIndex(where: { $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "[") }) else {
            return nil
        }
        if bytes[end] == UInt8(ascii: ">") { return bytes[(end + 1)...] }
        guard let close = skip(bytes[end...], to: "]") else { return nil }
        return skip(close, to: ">")
    }
}

/// The entities that a document declares for itself (XML 1.0, 4.2), as far as they are plain text: what Adobe Illustrator writes for
/// namespaces and styles.
///
/// A reference to one becomes its text, before a parser sees the document, and the declarations become white space. Not so with
/// everything else that entities can be: files, parameters, markup, and texts with further references in them. Those may be
/// declared, and a reference to one stays as it is, so that the parser refuses it.
enum XMLEntities {
    /// Declarations of one document.
    static let most = 1000
    /// What all references together may add to a document of `bytes`.
    static func mostAddedBytes(to bytes: Int) -> Int { bytes + 65_536 }

    /// `bytes` without declarations of entities, and with texts in place of references to them; as they are where nothing is declared,
    /// and where the declarations can't be read, which a parser then refuses. Cost: two looks at each byte.
    ///
    /// - Throws: `entities` for too many of them, or too much text; and for references to parameters.
    static func expanded(_ bytes: [UInt8]) throws(SVGSafetyError) -> [UInt8] {
        guard var subset = XMLSubset(in: bytes), try subset.readDeclarations(), !subset.places.isEmpty else {
            return bytes
        }
        var expansion = XMLExpansion(subset.texts, capacity: bytes.count, room: mostAddedBytes(to: bytes.count))
        var kept = 0
        for place in subset.places {
            expansion.result += bytes[kept..<place.lowerBound]
            // Lines are counted on.
            expansion.result += bytes[place].map { $0 == UInt8(ascii: "\n") ? $0 : UInt8(ascii: " ") }
            kept = place.upperBound
        }
        expansion.result += bytes[kept..<subset.end]
        try expansion.add(bytes[subset.end...])
        return expansion.result
    }

    static let refused = SVGSafetyError(
        .entities,
        "The SVG uses entities that are files, parameters, markup or made of others, or too many of them, which is not allowed."
    )
}

/// The part of a document type in brackets, where entities are declared.
private struct XMLSubset {
    private let bytes: [UInt8]
    private var offset: Int
    /// The declarations of entities.
    private(set) var places: [Range<Int>] = []
    /// The plain ones: of two with one name, the first counts.
    private(set) var texts: [[UInt8]: [UInt8]] = [:]
    private var names: Set<[UInt8]> = []

    /// Behind the closing bracket, once all is read.
    var end: Int { offset }

    /// `nil` where no such part stands before the root element.
    init?(in bytes: [UInt8]) {
        self.bytes = bytes
        offset = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        while true {
            skipSpace()
            if begins("<?") {
                guard skip(behind: "?>") else { return nil }
            } else if begins("<!--") {
                guard skip(behind: "-->") else { return nil }
            } else if begins("<!DOCTYPE") {
                break
            } else {
                return nil
            }
        }
        // Names and quoted addresses stand before the bracket.
        while let byte = next, byte != UInt8(ascii: "["), byte != UInt8(ascii: ">") {
            guard skipQuoted() else { return nil }
        }
        guard next == UInt8(ascii: "[") else { return nil }
        offset += 1
    }

    /// Whether all declarations were understood, up to the closing bracket.
    ///
    /// - Throws: `entities`.
    mutating func readDeclarations() throws(SVGSafetyError) -> Bool {
        while true {
            skipSpace()
            switch next {
            case UInt8(ascii: "]"):
                offset += 1
                return true
            case UInt8(ascii: "%"): throw XMLEntities.refused
            default:
                if begins("<!--") {
                    guard skip(behind: "-->") else { return false }
                } else if begins("<?") {
                    guard skip(behind: "?>") else { return false }
                } else if begins("<!ENTITY") {
                    guard try readEntity() else { return false }
                } else if begins("<!ELEMENT") || begins("<!ATTLIST") {
                    guard skipDeclaration() else { return false }
                } else {
                    return false
                }
            }
        }
    }

    private mutating func readEntity() throws(SVGSafetyError) -> Bool {
        let start = offset
        offset += "<!ENTITY".utf8.count
        guard let space = next, Self.isSpace(space) else { return false }
        skipSpace()
        let name = readName()
        skipSpace()
        if !name.isEmpty, let quote = next, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            offset += 1
            guard let close = bytes[offset...].firstIndex(of: quote) else { return false }
            let isNew = names.insert(name).inserted
            guard names.count <= XMLEntities.most else { throw XMLEntities.refused }
            if isNew { texts[name] = Self.plainText(bytes[offset..<close]) }
            offset = close + 1
            skipSpace()
            guard next == UInt8(ascii: ">") else { return false }
            offset += 1
        } else {
            // A file, or a parameter: a plain one of the same name that follows is a second one.
            if !name.isEmpty { names.insert(name) }
            guard names.count <= XMLEntities.most, skipDeclaration() else { return false }
        }
        places.append(start..<offset)
        return true
    }

    /// The text that `value` stands for (XML 1.0, 4.4.5 and 4.5); `nil` for markup, and for references but to characters.
    private static func plainText(_ value: ArraySlice<UInt8>) -> [UInt8]? {
        var text: [UInt8] = []
        var rest = value
        while let byte = rest.first {
            switch byte {
            case UInt8(ascii: "<"), UInt8(ascii: "%"): return nil
            case UInt8(ascii: "&"):
                guard let end = rest.prefix(12).firstIndex(of: UInt8(ascii: ";")),
                    let letter = character(rest[(rest.startIndex + 1)..<end])
                else { return nil }
                text += letter
                rest = rest[(end + 1)...]
            default:
                text.append(byte)
                rest = rest.dropFirst()
            }
        }
        return text
    }

    /// The character of `#38`, `#x26` and the like, in UTF-8; `nil` for what would be markup.
    private static func character(_ reference: ArraySlice<UInt8>) -> [UInt8]? {
        guard reference.first == UInt8(ascii: "#") else { return nil }
        let isHex = reference.dropFirst().first == UInt8(ascii: "x")
        let digits = String(decoding: reference.dropFirst(isHex ? 2 : 1), as: UTF8.self)
        guard !digits.isEmpty, digits.allSatisfy(\.isHexDigit), let code = UInt32(digits, radix: isHex ? 16 : 10),
            code >= 0x20, let scalar = Unicode.Scalar(code), scalar != "<", scalar != "&"
        else { return nil }
        return Array(String(scalar).utf8)
    }

    // MARK: Steps

    private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private func begins(_ text: String) -> Bool { bytes[offset...].starts(with: text.utf8) }

    private mutating func skipSpace() { while let byte = next, Self.isSpace(byte) { offset += 1 } }

    private mutating func skip(behind end: String) -> Bool {
        let pattern = Array(end.utf8)
        while let first = bytes[offset...].firstIndex(of: pattern[0]) {
            offset = first
            if begins(end) {
                offset += pattern.count
                return true
            }
            offset += 1
        }
        return false
    }

    /// One byte, or all that stands in quotes.
    private mutating func skipQuoted() -> Bool {
        guard let quote = next else { return false }
        offset += 1
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return true }
        guard let close = bytes[offset...].firstIndex(of: quote) else { return false }
        offset = close + 1
        return true
    }

    /// To behind the next `>` that is not quoted.
    private mutating func skipDeclaration() -> Bool {
        while let byte = next {
            guard byte != UInt8(ascii: ">") else {
                offset += 1
                return true
            }
            guard skipQuoted() else { return false }
        }
        return false
    }

    private mutating func readName() -> [UInt8] {
        let start = offset
        while let byte = next, XMLExpansion.isNameByte(byte) { offset += 1 }
        return Array(bytes[start..<offset])
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}

/// Puts texts in place of references.
private struct XMLExpansion {
    var result: [UInt8] = []
    private let texts: [[UInt8]: [UInt8]]
    private var room: Int

    init(_ texts: [[UInt8]: [UInt8]], capacity: Int, room: Int) {
        self.texts = texts
        self.room = room
        result.reserveCapacity(capacity)
    }

    static func isNameByte(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
            || byte == UInt8(ascii: ":") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    /// Adds what follows the document type. In comments, instructions and CDATA sections there are no references.
    mutating func add(_ document: ArraySlice<UInt8>) throws(SVGSafetyError) {
        var rest = document
        while let place = rest.firstIndex(where: { $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: "<") }) {
            result += rest[..<place]
            rest = rest[place...]
            if let end = Self.literals.first(where: { rest.starts(with: $0.start) })?.end {
                let length = Self.length(of: rest, to: end)
                result += rest.prefix(length)
                rest = rest.dropFirst(length)
            } else if rest.first == UInt8(ascii: "&") {
                try rest.removeFirst(reference(at: rest))
            } else {
                result.append(UInt8(ascii: "<"))
                rest = rest.dropFirst()
            }
        }
        result += rest
    }

    private static let literals: [(start: [UInt8], end: [UInt8])] = [
        ("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"),
    ].map { (Array($0.0.utf8), Array($0.1.utf8)) }

    /// Bytes up to and with `end`; all where it is missing.
    private static func length(of text: ArraySlice<UInt8>, to end: [UInt8]) -> Int {
        var place = text.startIndex
        while let first = text[place...].firstIndex(of: end[0]) {
            if text[first...].starts(with: end) { return first + end.count - text.startIndex }
            place = first + 1
        }
        return text.count
    }

    /// Adds what the reference at the beginning of `text` stands for; its bytes.
    private mutating func reference(at text: ArraySlice<UInt8>) throws(SVGSafetyError) -> Int {
        let name = text.dropFirst().prefix(while: Self.isNameByte)
        guard !name.isEmpty, name.endIndex < text.endIndex, text[name.endIndex] == UInt8(ascii: ";"),
            let replacement = texts[Array(name)]
        else {
            result.append(UInt8(ascii: "&"))
            return 1
        }
        let before = result.count
        for byte in replacement {
            switch byte {
            // Quotes of a text don't end the value that it stands in.
            case UInt8(ascii: "\""): result += "&#34;".utf8
            case UInt8(ascii: "'"): result += "&#39;".utf8
            case UInt8(ascii: ">"): result += "&#62;".utf8
            default: result.append(byte)
            }
        }
        room -= result.count - before
        guard room >= 0 else { throw XMLEntities.refused }
        return name.count + 2
    }
}

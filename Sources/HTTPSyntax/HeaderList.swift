/// A header's value that is a list: members with commas between (RFC 9110, 5.6.1).
package enum HeaderList {
    /// The members of `text`, trimmed, empty ones left out. Commas inside quoted strings are no separators; a quoted string that
    /// does not end goes to the end.
    package static func members(of text: String) -> [String] {
        var isQuoted = false
        var isEscaped = false
        let pieces = text.utf8.split { byte in
            defer { isEscaped = isQuoted && byte == UInt8(ascii: "\\") && !isEscaped }
            if byte == UInt8(ascii: "\""), !isEscaped { isQuoted.toggle() }
            return byte == UInt8(ascii: ",") && !isQuoted
        }
        return pieces.compactMap { piece in
            let rest = piece.drop(while: isSpace)
            guard let last = rest.lastIndex(where: { !isSpace($0) }) else { return nil }
            return String(decoding: rest[...last], as: UTF8.self)
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}

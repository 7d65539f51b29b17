/// Text measured in the columns of a terminal with a fixed pitch.
enum TerminalText {
    /// How many columns `text` takes: 2 for East Asian wide characters and emoji, 0 for combining marks, else 1.
    static func columns(_ text: String) -> Int {
        text.reduce(0) { $0 + columns($1) }
    }

    /// `text` without characters that a terminal or a line-based reader would interpret: control characters, line
    /// separators and marks that change the writing direction become `?`.
    static func printable(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isObeyed) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { isObeyed($0) ? "?" : $0 }))
    }

    /// The beginning of `text` that fits into `limit` columns; whole characters only.
    static func prefix(_ text: String, columns limit: Int) -> String {
        var used = 0
        return String(
            text.prefix { character in
                used += columns(character)
                return used <= limit
            })
    }

    /// The end of `text`, which distinguishes paths, in at most `limit` columns: `…` marks what is omitted.
    static func suffix(_ text: String, columns limit: Int) -> String {
        guard columns(text) > limit else { return text }
        guard limit > 0 else { return "" }
        var used = 1
        var kept: [Character] = []
        for character in text.reversed() {
            used += columns(character)
            guard used <= limit else { break }
            kept.append(character)
        }
        return "…" + String(kept.reversed())
    }

    private static func columns(_ character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        let asksForEmoji = character.unicodeScalars.contains("\u{FE0F}")
        if isWide(first) || first.properties.isEmojiPresentation || asksForEmoji { return 2 }
        return isZeroWidth(first) ? 0 : 1
    }

    private static func isZeroWidth(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: true
        default: false
        }
    }

    private static func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": return true
        default: break
        }
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: return true
        default: return false
        }
    }

    /// The blocks that consist entirely of wide characters (Unicode Standard Annex 11); emoji have a property of their
    /// own.
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
            0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
            0x17000...0x18CFF, 0x1B000...0x1B2FF, 0x20000...0x3FFFD:
            true
        default:
            false
        }
    }
}

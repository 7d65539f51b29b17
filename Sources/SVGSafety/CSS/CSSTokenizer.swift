/// Splits CSS into tokens as browsers do (CSS Syntax Level 3, 4.3). Apart from its length, there is no text that it does not take.
struct CSSTokenizer {
    private var rest: ArraySlice<Unicode.Scalar>

    private init(_ text: String) {
        rest = Array(text.unicodeScalars)[...]
    }

    /// How many tokens one text may have: at 40 bytes each, 10 MB.
    static let maximumTokens = 250_000

    /// The tokens of `text`. Cost: one pass.
    ///
    /// - Throws: `styleTooLong`.
    static func tokens(of text: String) throws(SVGSafetyError) -> [CSSToken] {
        var tokenizer = CSSTokenizer(text)
        var tokens: [CSSToken] = []
        while let token = tokenizer.next() {
            guard tokens.count < maximumTokens else {
                throw SVGSafetyError(
                    .styleTooLong,
                    "A style sheet or attribute of the SVG is too long; at most \(maximumTokens) tokens are allowed."
                )
            }
            tokens.append(token)
        }
        return tokens
    }

    /// Letters, digits, `_`, `-` and everything beyond ASCII.
    static func isName(_ scalar: Unicode.Scalar) -> Bool {
        isNameStart(scalar) || isDigit(scalar) || scalar == "-"
    }

    private mutating func next() -> CSSToken? {
        guard let scalar = rest.first else { return nil }
        if takeComment() || takeMarkupComment() { return .comment }
        if Self.isSpace(scalar) {
            rest = rest.drop(while: Self.isSpace)
            return .whitespace
        }
        if startsNumber() { return numeric() }
        if startsIdent(0) { return identLike() }
        rest.removeFirst()
        switch scalar {
        case "\"", "'": return string(until: scalar)
        case "#": return hash()
        case "@": return startsIdent(0) ? .atKeyword(name()) : .delimiter(scalar)
        case ";": return .semicolon
        case "{", "(", "[": return .open(scalar)
        case "}", ")", "]": return .close(scalar)
        default: return .delimiter(scalar)
        }
    }

    /// A comment without an end goes to the end of the text.
    private mutating func takeComment() -> Bool {
        guard peek(0) == "/", peek(1) == "*" else { return false }
        rest = rest.dropFirst(2)
        while !rest.isEmpty, !(peek(0) == "*" && peek(1) == "/") { rest.removeFirst() }
        rest = rest.dropFirst(2)
        return true
    }

    /// `<!--` and `-->`, which count for nothing between rules and would only hide what stands behind them.
    private mutating func takeMarkupComment() -> Bool {
        for mark in ["<!--", "-->"] where rest.starts(with: mark.unicodeScalars) {
            rest = rest.dropFirst(mark.unicodeScalars.count)
            return true
        }
        return false
    }

    private mutating func hash() -> CSSToken {
        guard let scalar = peek(0), Self.isName(scalar) || startsEscape(0) else { return .delimiter("#") }
        return .hash(name())
    }

    private mutating func numeric() -> CSSToken {
        let number = number()
        guard startsIdent(0) else { return .number(number) }
        return .dimension(number, unit: name())
    }

    /// 4.3.12
    private mutating func number() -> String {
        var text = String.UnicodeScalarView()
        if peek(0) == "+" || peek(0) == "-" { text.append(rest.removeFirst()) }
        takeDigits(into: &text)
        if peek(0) == ".", peek(1).map(Self.isDigit) == true {
            text.append(rest.removeFirst())
            takeDigits(into: &text)
        }
        if peek(0) == "e" || peek(0) == "E" {
            let hasSign = peek(1) == "+" || peek(1) == "-"
            if peek(hasSign ? 2 : 1).map(Self.isDigit) == true {
                for _ in 0..<(hasSign ? 2 : 1) { text.append(rest.removeFirst()) }
                takeDigits(into: &text)
            }
        }
        return String(text)
    }

    private mutating func takeDigits(into text: inout String.UnicodeScalarView) {
        while let digit = peek(0), Self.isDigit(digit) { text.append(rest.removeFirst()) }
    }

    /// 4.3.4
    private mutating func identLike() -> CSSToken {
        let name = name()
        guard peek(0) == "(" else { return .ident(name) }
        rest.removeFirst()
        guard name.lowercased() == "url" else { return .function(name) }
        let content = rest.drop(while: Self.isSpace)
        if content.first == "\"" || content.first == "'" { return .function(name) }
        rest = content
        return url()
    }

    /// 4.3.6, behind `url(` and white space.
    private mutating func url() -> CSSToken {
        var value = String.UnicodeScalarView()
        while let scalar = rest.first {
            if scalar == "\\", startsEscape(0) {
                rest.removeFirst()
                value.append(escape())
                continue
            }
            if Self.isSpace(scalar) {
                rest = rest.drop(while: Self.isSpace)
                guard rest.isEmpty || rest.first == ")" else { return malformedURL() }
                continue
            }
            rest.removeFirst()
            if scalar == ")" { return .url(String(value)) }
            if "\"'(\\".unicodeScalars.contains(scalar) || Self.isControl(scalar) { return malformedURL() }
            value.append(scalar)
        }
        return .url(String(value))
    }

    /// 4.3.14
    private mutating func malformedURL() -> CSSToken {
        while let scalar = rest.popFirst(), scalar != ")" {
            if scalar == "\\", !rest.isEmpty { rest.removeFirst() }
        }
        return .malformed
    }

    /// 4.3.5, behind the first quote.
    private mutating func string(until quote: Unicode.Scalar) -> CSSToken {
        var value = String.UnicodeScalarView()
        while let scalar = rest.first {
            if Self.isNewline(scalar) { return .malformed }
            rest.removeFirst()
            if scalar == quote { break }
            guard scalar == "\\" else {
                value.append(scalar)
                continue
            }
            guard let next = rest.first else { break }
            if Self.isNewline(next) {
                takeNewline()
            } else {
                value.append(escape())
            }
        }
        return .string(String(value))
    }

    /// 4.3.11
    private mutating func name() -> String {
        var name = String.UnicodeScalarView()
        while let scalar = rest.first {
            if Self.isName(scalar) {
                name.append(rest.removeFirst())
            } else if startsEscape(0) {
                rest.removeFirst()
                name.append(escape())
            } else {
                break
            }
        }
        return String(name)
    }

    /// 4.3.7, behind the backslash: up to six hexadecimal digits and one white space, or a character as it is.
    private mutating func escape() -> Unicode.Scalar {
        var value: UInt32 = 0
        var digits = 0
        while digits < 6, let digit = rest.first.flatMap(Self.hexDigit) {
            value = value << 4 | digit
            digits += 1
            rest.removeFirst()
        }
        guard digits > 0 else { return rest.popFirst() ?? "\u{FFFD}" }
        if let scalar = rest.first, Self.isNewline(scalar) {
            takeNewline()
        } else if let scalar = rest.first, Self.isSpace(scalar) {
            rest.removeFirst()
        }
        return value == 0 ? "\u{FFFD}" : Unicode.Scalar(value) ?? "\u{FFFD}"
    }

    /// One line break, which can be two characters.
    private mutating func takeNewline() {
        if peek(0) == "\r", peek(1) == "\n" { rest.removeFirst() }
        rest.removeFirst()
    }

    private func peek(_ offset: Int) -> Unicode.Scalar? {
        let index = rest.startIndex + offset
        return index < rest.endIndex ? rest[index] : nil
    }

    /// 4.3.8
    private func startsEscape(_ offset: Int) -> Bool {
        guard peek(offset) == "\\" else { return false }
        return peek(offset + 1).map { !Self.isNewline($0) } ?? true
    }

    /// 4.3.9
    private func startsIdent(_ offset: Int) -> Bool {
        guard let scalar = peek(offset) else { return false }
        if scalar == "-" {
            guard let second = peek(offset + 1) else { return false }
            return Self.isNameStart(second) || second == "-" || startsEscape(offset + 1)
        }
        return Self.isNameStart(scalar) || startsEscape(offset)
    }

    /// 4.3.10
    private func startsNumber() -> Bool {
        let offset = peek(0) == "+" || peek(0) == "-" ? 1 : 0
        let digit = peek(offset) == "." ? offset + 1 : offset
        return peek(digit).map(Self.isDigit) ?? false
    }
}

extension CSSTokenizer {
    private static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "_": true
        default: scalar.value >= 0x80
        }
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func isNewline(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\n" || scalar == "\r" || scalar == "\u{0C}"
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\t" || isNewline(scalar)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value <= 0x08 || scalar == "\u{0B}" || (0x0E...0x1F).contains(scalar.value) || scalar == "\u{7F}"
    }

    private static func hexDigit(_ scalar: Unicode.Scalar) -> UInt32? {
        switch scalar {
        case "0"..."9": scalar.value - 0x30
        case "a"..."f": scalar.value - 0x61 + 10
        case "A"..."F": scalar.value - 0x41 + 10
        default: nil
        }
    }
}

/// One token of CSS (CSS Syntax Level 3, 4), its escapes resolved.
enum CSSToken: Hashable {
    case whitespace
    /// A comment; what it says is dropped, but it keeps its neighbours apart.
    case comment
    case ident(String)
    /// A name and its opening parenthesis.
    case function(String)
    case atKeyword(String)
    case hash(String)
    case string(String)
    /// `url(…)` without quotes.
    case url(String)
    /// A string that a line feed breaks off, or a `url(` with something in it that cannot stand there.
    case malformed
    /// Sign, digits, point and exponent as they were written.
    case number(String)
    case dimension(String, unit: String)
    case delimiter(Unicode.Scalar)
    case semicolon
    /// `{`, `(` or `[`.
    case open(Unicode.Scalar)
    /// `}`, `)` or `]`.
    case close(Unicode.Scalar)
}

extension CSSToken {
    /// The token as text that every reader takes for the same token; `malformed` has none.
    var text: String {
        switch self {
        case .whitespace: " "
        case .comment: "/**/"
        case .ident(let name): Self.name(name)
        case .function(let name): Self.name(name) + "("
        case .atKeyword(let name): "@" + Self.name(name)
        case .hash(let name): "#" + name.unicodeScalars.map { Self.escaped($0) }.joined()
        case .string(let value): Self.quoted(value)
        case .url(let value): "url(" + (Self.isPlainURL(value) ? value : Self.quoted(value)) + ")"
        case .malformed: ""
        case .number(let text): text
        case .dimension(let text, let unit): text + Self.unit(unit)
        case .delimiter(let scalar): scalar == "\\" ? "" : String(scalar)
        case .semicolon: ";"
        case .open(let scalar), .close(let scalar): String(scalar)
        }
    }

    /// An identifier (CSSOM, "serialize an identifier"): what cannot begin one is escaped.
    private static func name(_ name: String) -> String {
        let scalars = Array(name.unicodeScalars)
        return scalars.enumerated().map { index, scalar in
            let isDigit = ("0"..."9").contains(scalar)
            let beginsNumber = isDigit && (index == 0 || (index == 1 && scalars[0] == "-"))
            return beginsNumber || (scalar == "-" && scalars.count == 1) ? hexadecimal(scalar) : escaped(scalar)
        }.joined()
    }

    /// `e3` behind a number would be read as its exponent.
    private static func unit(_ unit: String) -> String {
        guard let first = unit.unicodeScalars.first, first == "e" || first == "E" else { return name(unit) }
        return hexadecimal(first) + unit.unicodeScalars.dropFirst().map { escaped($0) }.joined()
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        if CSSTokenizer.isName(scalar) { return String(scalar) }
        // Brackets, quotes and the like as numbers, so that a reader without a tokenizer does not see them either.
        return hexadecimal(scalar)
    }

    private static func quoted(_ value: String) -> String {
        let content = value.unicodeScalars.map { scalar in
            scalar.value < 0x20 || "\"'\\<>&(".unicodeScalars.contains(scalar) ? hexadecimal(scalar) : String(scalar)
        }
        return "\"" + content.joined() + "\""
    }

    private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
        "\\" + String(scalar.value, radix: 16) + " "
    }

    private static func isPlainURL(_ value: String) -> Bool {
        !value.isEmpty
            && value.unicodeScalars.allSatisfy {
                $0.isASCII
                    && ($0.properties.isAlphabetic || "#-_.:".unicodeScalars.contains($0)
                        || ("0"..."9").contains($0))
            }
    }
}

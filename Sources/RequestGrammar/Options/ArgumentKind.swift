import ImageModel

/// The kinds of option arguments.
enum ArgumentKind: Sendable, Hashable {
    /// `1 t T true TRUE True` is true; in URLs, anything else is false.
    case boolean
    case integer(ClosedRange<Int>)
    case number(NumberRange)
    /// Three or six hexadecimal digits.
    case colour
    /// One of these words.
    case choice([String])
    /// A gravity's name, or one of `special`.
    case anchor(special: [SpecialAnchor])
    /// An image format's name.
    case format
    case text
    /// A text that is URL-safe base64 in URLs, and written as it is in JSON.
    case encodedText

    /// Names that some options accept besides the nine anchors.
    enum SpecialAnchor: String, Sendable, Hashable {
        case smart = "sm"
        case focus = "fp"
        case tiled = "re"
    }

    /// What is allowed, worded to follow "expected".
    var expectation: String {
        switch self {
        case .boolean: "true or false (1, t, true; 0, f, false)"
        case .integer(let range): "an integer from \(range.lowerBound) to \(range.upperBound)"
        case .number(let range): range.expectation
        case .colour: "a colour of 3 or 6 hexadecimal digits"
        case .choice(let words): "one of \(words.joined(separator: ", "))"
        case .anchor(let special):
            "one of " + (AnchorNames.all.map(\.name) + special.map(\.rawValue)).joined(separator: ", ")
        case .format: "a format (\(ImageFormat.allCases.map(\.rawValue).joined(separator: ", ")))"
        case .text: "text"
        case .encodedText: "URL-safe base64"
        }
    }

    /// An integer, at least 0.
    static let count = ArgumentKind.integer(0...NumberRange.limit)
}

/// The names of the nine anchors.
enum AnchorNames {
    static let all: [(name: String, anchor: Gravity.Anchor)] = [
        ("ce", .centre), ("no", .north), ("so", .south), ("ea", .east), ("we", .west), ("noea", .northEast),
        ("nowe", .northWest), ("soea", .southEast), ("sowe", .southWest),
    ]

    static func anchor(named name: String) -> Gravity.Anchor? { all.first { $0.name == name }?.anchor }

    /// The name of `anchor`, including `smart` and `focus`.
    static func name(of anchor: Gravity.Anchor) -> String {
        switch anchor {
        case .smart: ArgumentKind.SpecialAnchor.smart.rawValue
        case .focus: ArgumentKind.SpecialAnchor.focus.rawValue
        default: all.first { $0.anchor == anchor }?.name ?? "ce"
        }
    }
}

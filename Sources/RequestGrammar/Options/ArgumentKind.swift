import ImageModel

/// What an argument of an option may be.
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
    /// A text that URLs hold as URL-safe base64 and JSON as it is.
    case encodedText

    /// Names beside the nine anchors that some options take.
    enum SpecialAnchor: String, Sendable, Hashable {
        case smart = "sm"
        case focus = "fp"
        case tiled = "re"
    }

    /// What is allowed, in words that go on after "expected".
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

    /// An integer from 0 up.
    static let count = ArgumentKind.integer(0...NumberRange.limit)
}

/// The names of the nine anchors.
enum AnchorNames {
    static let all: [(name: String, anchor: Gravity.Anchor)] = [
        ("ce", .centre), ("no", .north), ("so", .south), ("ea", .east), ("we", .west), ("noea", .northEast),
        ("nowe", .northWest), ("soea", .southEast), ("sowe", .southWest),
    ]

    static func anchor(named name: String) -> Gravity.Anchor? { all.first { $0.name == name }?.anchor }

    /// The name of `anchor`; of `smart` and `focus`, theirs.
    static func name(of anchor: Gravity.Anchor) -> String {
        switch anchor {
        case .smart: ArgumentKind.SpecialAnchor.smart.rawValue
        case .focus: ArgumentKind.SpecialAnchor.focus.rawValue
        default: all.first { $0.anchor == anchor }?.name ?? "ce"
        }
    }
}

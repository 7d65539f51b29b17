/// The declaration of one argument of an option.
struct OptionArgument: Sendable {
    let name: String
    let kind: ArgumentKind
    /// As written in the documentation; empty if there is no default.
    let defaultText: String
    /// One sentence; empty if the name says it all.
    let help: String
    /// Whether an empty text is a value of the argument rather than a missing one.
    let takesEmpty: Bool
    /// Whether an empty text leaves the default.
    let skipsEmpty: Bool
    /// Whether it describes how a URL encodes another argument; JSON does not need it.
    let isOnlyInURLs: Bool

    init(
        _ name: String, _ kind: ArgumentKind, default defaultText: String = "", takesEmpty: Bool = false,
        skipsEmpty: Bool = false, isOnlyInURLs: Bool = false, _ help: String = ""
    ) {
        self.name = name
        self.kind = kind
        self.defaultText = defaultText
        self.help = help
        self.takesEmpty = takesEmpty
        self.skipsEmpty = skipsEmpty
        self.isOnlyInURLs = isOnlyInURLs
    }

    /// A gravity's name and its two offsets or coordinates.
    static func gravity(special: [ArgumentKind.SpecialAnchor] = [.smart, .focus]) -> [OptionArgument] {
        [
            OptionArgument(
                "gravity", .anchor(special: special), default: "ce",
                special.contains(.focus) ? "`fp` takes a point, x and y from 0 to 1." : ""),
            OptionArgument(
                "x", .number(.any), default: "0", skipsEmpty: true, "Pixels if 1 or more, else a share of the side."),
            OptionArgument("y", .number(.any), default: "0", skipsEmpty: true),
        ]
    }
}

/// One argument of an option, as it is declared.
struct OptionArgument: Sendable {
    let name: String
    let kind: ArgumentKind
    /// As it is written in the documentation; empty when there is none.
    let defaultText: String
    /// One sentence; empty when the name says it all.
    let help: String
    /// Whether an empty text is a value of the argument and not a missing one.
    let takesEmpty: Bool
    /// Whether it says how a URL writes another argument; JSON has no need of it.
    let isOnlyInURLs: Bool

    init(
        _ name: String, _ kind: ArgumentKind, default defaultText: String = "", takesEmpty: Bool = false,
        isOnlyInURLs: Bool = false, _ help: String = ""
    ) {
        self.name = name
        self.kind = kind
        self.defaultText = defaultText
        self.help = help
        self.takesEmpty = takesEmpty
        self.isOnlyInURLs = isOnlyInURLs
    }

    /// A gravity's name and its two offsets or coordinates.
    static func gravity(special: [ArgumentKind.SpecialAnchor] = [.smart, .focus]) -> [OptionArgument] {
        [
            OptionArgument(
                "gravity", .anchor(special: special), default: "ce",
                special.contains(.focus) ? "`fp` takes a point, x and y from 0 to 1." : ""),
            OptionArgument("x", .number(.any), default: "0", "Pixels from 1 up, below it a share of the side."),
            OptionArgument("y", .number(.any), default: "0"),
        ]
    }
}

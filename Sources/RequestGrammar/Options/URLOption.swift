import ImageModel

/// One option of the URL grammar, declared once: the parser, the errors, the documentation and the canonical text are
/// made from it.
struct URLOption: Sendable {
    /// What an option is about, in the order of the documentation.
    enum Group: String, Sendable, CaseIterable {
        case size = "Size"
        case geometry = "Geometry"
        case effects = "Colours and effects"
        case watermark = "Watermark"
        case output = "Output"
        case request = "Request"
        case limits = "Limits"
        case facts = "Facts"
        case unavailable = "Not supported"
    }

    typealias Apply = @Sendable (ArgumentValues, inout RequestDraft) throws(RequestError) -> Void

    enum Action: Sendable {
        case apply(Apply)
        /// Stands for the options of presets.
        case preset
        /// Known, but not supported: a feature of imgproxy Pro.
        case proOnly
    }

    /// The part of a request that the option belongs to, and so the place of its canonical text.
    enum Scope: Sendable {
        /// One pipeline.
        case pipeline(@Sendable (Rendition) -> [String]?)
        /// How the source is read and the result written.
        case shared(@Sendable (Rendition) -> [String]?)
        case request(@Sendable (RequestOptions) -> [String]?)
        /// None of its own: what it sets is written by other options, or does not count.
        case none
    }

    /// Where the JSON of `/v1/renditions` may hold the option.
    enum JSONPlace: Sendable, Hashable {
        /// In an element of `sizes`.
        case size
        /// Next to `sizes`: it applies to all of them.
        case request
        /// Nowhere, for this reason.
        case nowhere(String)
    }

    let name: String
    let aliases: [String]
    let group: Group
    let help: String
    let arguments: [OptionArgument]
    /// Arguments that may follow as a group, any number of times.
    var repeated: [OptionArgument] = []
    /// Whether empty arguments leave the current values as they are.
    var skipsEmpty = false
    /// Whether the option replaces a configured limit, which the configuration must allow.
    var isSecurity = false
    /// Why JSON does not have the option; `nil` if it does.
    let jsonRefusal: String?
    let scope: Scope
    let action: Action

    init(
        _ name: String, _ aliases: [String], _ group: Group, _ help: String, arguments: [OptionArgument] = [],
        repeated: [OptionArgument] = [], skipsEmpty: Bool = false, isSecurity: Bool = false,
        jsonRefusal: String? = nil, scope: Scope = .none, action: Action
    ) {
        self.name = name
        self.aliases = aliases
        self.group = group
        self.help = help
        self.arguments = arguments
        self.repeated = repeated
        self.skipsEmpty = skipsEmpty
        self.isSecurity = isSecurity
        self.jsonRefusal = jsonRefusal
        self.scope = scope
        self.action = action
    }

    /// All names for it in URLs, the long one first.
    var names: [String] { [name] + aliases }

    /// The name in JSON: that in URLs with `_` for `-`.
    var jsonName: String { String(name.map { $0 == "-" ? "_" : $0 }) }

    var jsonPlace: JSONPlace {
        if let jsonRefusal { return .nowhere(jsonRefusal) }
        if case .preset = action { return .size }
        switch group {
        case .size, .geometry, .effects, .watermark, .output, .unavailable: return .size
        case .request, .limits: return .request
        case .facts: return .nowhere("it requests a fact, not an image")
        }
    }

    /// The arguments in JSON: all except those that describe how a URL encodes another one.
    var jsonArguments: [OptionArgument] { arguments.filter { !$0.isOnlyInURLs } }

    /// The most arguments that are accepted; repeated groups are limited, too.
    var maximumArguments: Int { arguments.count + repeated.count * Self.maximumRepetitions }

    static let maximumRepetitions = 64

    /// The declaration of the argument at `index`.
    func argument(at index: Int) -> OptionArgument {
        index < arguments.count ? arguments[index] : repeated[(index - arguments.count) % repeated.count]
    }
}

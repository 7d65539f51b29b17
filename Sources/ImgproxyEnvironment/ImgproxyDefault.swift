/// What imgproxy does where nothing says it, and what a setting here does otherwise.
package struct ImgproxyDefault: Sendable, Hashable {
    /// The setting.
    package let key: String
    /// What it is set to with imgproxy's defaults, as it would be written.
    package let value: String
    /// The variable of imgproxy that sets it, if there is one.
    package let variable: String?
    /// What imgproxy does; a sentence, where its variable does not say it.
    package let note: String

    /// All that change an answer, or how long one may take.
    package static let all: [ImgproxyDefault] =
        ImgproxyEnvironment.variables.compactMap { ImgproxyDefault($0) } + [
            ImgproxyDefault(
                key: "damaged-sources", value: "show", variable: nil,
                note: "Its decoders go on behind damage, wherever the result goes."),
            ImgproxyDefault(
                key: "jpeg-optimize-coding", value: "true", variable: nil,
                note: "It makes Huffman tables for each picture."),
        ]

    /// The same by key, for settings.
    package static var texts: [String: String] {
        Dictionary(all.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    private init(key: String, value: String, variable: String?, note: String) {
        self.key = key
        self.value = value
        self.variable = variable
        self.note = note
    }

    /// That of `variable`, where it has one that is taken.
    private init?(_ variable: ImgproxyVariable) {
        guard case .used(let key, let conversion) = variable.use, case .taken(let text) = variable.standard,
            case .value(let value) = conversion.outcome(of: text, separator: ",")
        else { return nil }
        self.init(key: key, value: value, variable: variable.name, note: "")
    }
}

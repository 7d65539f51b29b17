/// All options of a kind of URL, by every name that they have.
package struct OptionTable: Sendable {
    /// In the order in which they are documented.
    let options: [URLOption]
    private let byName: [String: URLOption]
    /// Those that have a part in the canonical text, in the same order.
    let canonical: [(name: String, scope: URLOption.Scope)]

    init(_ options: [URLOption]) {
        self.options = options
        byName = options.reduce(into: [:]) { byName, option in
            for name in option.names { byName[name] = option }
        }
        canonical = options.compactMap { option in
            if case .none = option.scope { nil } else { (option.name, option.scope) }
        }
    }

    /// The options of URLs that give images.
    package static let processing = OptionTable(
        sizeOptions + geometryOptions + effectOptions + watermarkOptions + outputOptions + requestOptions
            + limitOptions + proOptions)

    /// The options of URLs that give facts.
    package static let info = OptionTable(factOptions + sharedRequestOptions + infoLimitOptions + proFactOptions)

    /// The option that `name`, long or short, means.
    subscript(name: String) -> URLOption? { byName[name] }

    /// Reads one segment of a path, such as `rs:fill:300:400`.
    ///
    /// - Throws: `unknownOption`, `proOnly`, `invalidArgument`; messages begin with the option's name.
    func use(of segment: some StringProtocol, separator: String) throws(RequestError) -> OptionUse {
        let parts = Self.parts(of: String(segment), separator: separator)
        let name = parts.first ?? ""
        return try OptionUse(option(named: name), name: name, texts: Array(parts.dropFirst()))
    }

    /// - Throws: `unknownOption`.
    func option(named name: String) throws(RequestError) -> URLOption {
        guard let option = byName[name] else {
            throw RequestError(
                .unknownOption, "\"\(Excerpt(name))\": there is no option of this name\(hint(for: name))")
        }
        return option
    }

    /// Names what differs in case or in `_` and `-` only, or what `name` is the beginning of.
    private func hint(for name: String) -> String {
        let plain = Self.plain(name)
        let candidates = byName.keys.filter { plain.count > 2 && Self.plain($0).hasPrefix(plain) }
        return candidates.min().map { "; did you mean \($0)?" } ?? ""
    }

    private static func plain(_ name: String) -> String { name.lowercased().filter { $0 != "_" && $0 != "-" } }

    private static func parts(of segment: String, separator: String) -> [String] {
        segment[...].pieces(separatedBy: separator).map { String($0) }
    }
}

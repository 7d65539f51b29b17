/// All options of one kind of URL, by all their names.
package struct OptionTable: Sendable {
    /// In the order in which they are documented.
    let options: [URLOption]
    private let byName: [String: URLOption]
    /// Those that appear in the canonical text, in the same order.
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

    /// The options of image URLs.
    package static let processing = OptionTable(
        sizeOptions + geometryOptions + effectOptions + watermarkOptions + outputOptions + requestOptions
            + limitOptions + proOptions)

    /// The options of info URLs.
    package static let info = OptionTable(factOptions + sharedRequestOptions + infoLimitOptions + proFactOptions)

    /// The option called `name`, long or short.
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
                .unknownOption, "\"\(Excerpt(name))\": there is no such option\(hint(for: name))")
        }
        return option
    }

    /// Suggests names that differ only in case or in `_` and `-`, or that start with `name`.
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

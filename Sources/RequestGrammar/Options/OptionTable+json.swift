extension OptionTable {
    /// Where the JSON of `/v1/renditions` may hold each option, as a page's body.
    package var jsonMarkdown: String {
        let sizes = options.filter { $0.jsonPlace == .size && $0.group != .unavailable }
        let requests = options.filter { $0.jsonPlace == .request }
        let refused = options.compactMap { option in
            if case .nowhere(let reason) = option.jsonPlace { "- `\(option.jsonName)`: \(reason).\n" } else { nil }
        }
        return """
            In an element of `sizes`: \(Self.names(sizes)).

            Beside `sizes`, for all of them: \(Self.names(requests)).

            Not in JSON:

            \(refused.joined())
            """
    }

    private static func names(_ options: [URLOption]) -> String {
        options.map { "`\($0.jsonName)`" }.joined(separator: ", ")
    }
}

extension OptionTable {
    /// Where each option may appear in the JSON of `/v1/renditions`, as the body of a page.
    package var jsonMarkdown: String {
        let sizes = options.filter { $0.jsonPlace == .size && $0.group != .unavailable }
        let requests = options.filter { $0.jsonPlace == .request }
        let refused = options.compactMap { option in
            if case .nowhere(let reason) = option.jsonPlace { "- `\(option.jsonName)`: \(reason).\n" } else { nil }
        }
        return """
            In an element of `sizes`: \(Self.names(sizes)).

            Next to `sizes`, for all of them: \(Self.names(requests)).

            Not in JSON:

            \(refused.joined())
            """
    }

    private static func names(_ options: [URLOption]) -> String {
        options.map { "`\($0.jsonName)`" }.joined(separator: ", ")
    }
}

extension OptionTable {
    /// All options as the body of a page: a heading for each group, a table row for each option.
    package var markdown: String {
        URLOption.Group.allCases.compactMap(section).joined(separator: "\n")
    }

    private func section(_ group: URLOption.Group) -> String? {
        let members = options.filter { $0.group == group }
        guard !members.isEmpty else { return nil }
        let rows = members.map(row).joined()
        let head = "## \(group.rawValue)\n\n| option | arguments | what it does |\n| --- | --- | --- |\n"
        return head + rows
    }

    private func row(_ option: URLOption) -> String {
        let names = option.names.map { "`\($0)`" }.joined(separator: ", ")
        return "| \(names) | \(arguments(of: option)) | \(Self.escaped(option.help)) |\n"
    }

    private func arguments(of option: URLOption) -> String {
        var texts = option.arguments.map(Self.text)
        if !option.repeated.isEmpty {
            texts.append("repeated: " + option.repeated.map(Self.text).joined(separator: ", "))
        }
        return Self.escaped(texts.joined(separator: "<br>"))
    }

    private static func text(_ argument: OptionArgument) -> String {
        var text = "`\(argument.name)`: \(argument.kind.expectation)"
        if !argument.defaultText.isEmpty { text += ", default `\(argument.defaultText)`" }
        if !argument.help.isEmpty { text += ". \(argument.help)" }
        return text
    }

    private static func escaped(_ text: String) -> String {
        text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
}

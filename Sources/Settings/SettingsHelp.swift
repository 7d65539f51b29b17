/// The part of a `--help` text that lists settings.
package struct SettingsHelp {
    /// The widest line in columns, unless a single word is longer: where the argument parser breaks lines.
    private static let width = 80
    /// Where the explanations start.
    private static let margin = 30

    private let descriptions: [SettingDescription]

    package init(_ descriptions: [SettingDescription]) {
        self.descriptions = descriptions
    }

    /// One block per group, in the order of declaration, ending in a line feed.
    package var text: String {
        SettingGroup.groups(of: descriptions).map { group in
            ([group.heading + ":"] + group.settings.flatMap(lines)).joined(separator: "\n") + "\n"
        }.joined(separator: "\n")
    }

    private func lines(for setting: SettingDescription) -> [String] {
        let usage = setting.valueName.isEmpty ? "  \(setting.flag)" : "  \(setting.flag) \(setting.valueName)"
        let indent = String(repeating: " ", count: Self.margin)
        var texts = wrapped(explanation(of: setting), to: Self.width - Self.margin).map { indent + $0 }
        // A long usage gets a line of its own; a short one shares the first.
        if usage.count + 2 <= Self.margin, let first = texts.first {
            texts[0] = usage + first.dropFirst(usage.count)
        } else {
            texts.insert(usage, at: 0)
        }
        return texts
    }

    private func explanation(of setting: SettingDescription) -> String {
        var facts: [String] = []
        if !setting.range.isEmpty { facts.append(setting.range) }
        if setting.isRepeatable { facts.append("may be repeated") }
        if !setting.standard.isEmpty { facts.append("default: \(setting.standard)") }
        facts.append(setting.environment)
        return "\(setting.help) (\(facts.joined(separator: "; ")))"
    }

    private func wrapped(_ text: String, to width: Int) -> [String] {
        var lines = [""]
        for word in text.split(separator: " ") {
            let line = lines[lines.count - 1]
            if line.isEmpty {
                lines[lines.count - 1] = String(word)
            } else if line.count + 1 + word.count <= width {
                lines[lines.count - 1] = "\(line) \(word)"
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}

/// Settings that are listed under one heading.
struct SettingGroup {
    let heading: String
    let settings: [SettingDescription]

    /// Headings in the order in which they first occur, each once.
    static func groups(of descriptions: [SettingDescription]) -> [SettingGroup] {
        var headings: [String] = []
        for description in descriptions where !headings.contains(description.group) {
            headings.append(description.group)
        }
        return headings.map { heading in
            SettingGroup(heading: heading, settings: descriptions.filter { $0.group == heading })
        }
    }
}

/// The parts of the documentation about imgproxy's variables and defaults, in Markdown.
package enum ImgproxyVariablesPage {
    /// A table for each group; ends with a line feed.
    package static var markdown: String {
        ImgproxyVariableGroup.all.map(section).joined(separator: "\n")
    }

    /// The defaults that are imgproxy's, and those that stay; `standards` are the own ones, by setting. Ends with a line
    /// feed.
    package static func defaults(_ standards: [String: String]) -> String {
        let taken = ImgproxyDefault.all.map { standard in
            let variable = standard.variable.map { "`\($0)`" } ?? standard.note
            return "| `\(standard.key)` | \(standard.value) | \(standards[standard.key] ?? "") | \(variable) |\n"
        }
        let kept = ImgproxyEnvironment.variables.compactMap { variable -> String? in
            guard case .kept(let text, let reason) = variable.standard, let key = variable.settingKeys.first else {
                return nil
            }
            return "| `\(key)` | \(text) | \(standards[key] ?? "") | `\(variable.name)` | \(reason) |\n"
        }
        return "| Setting | imgproxy's default | Stillwater's | Variable |\n| --- | --- | --- | --- |\n"
            + taken.joined()
            + "\nThese stay Stillwater's, as they protect:\n\n"
            + "| Setting | imgproxy's default | Stillwater's | Variable | Why |\n| --- | --- | --- | --- | --- |\n"
            + kept.joined()
    }

    private static func section(_ group: ImgproxyVariableGroup) -> String {
        let rows = group.variables.map { "| `\($0.name)` | \(meaning(of: $0)) |\n" }.joined()
        return "### \(group.heading)\n\n| Variable | Here |\n| --- | --- |\n\(rows)"
    }

    private static func meaning(of variable: ImgproxyVariable) -> String {
        switch variable.use {
        case .used(let key, let conversion): "`\(key)`" + note(on: conversion)
        case .raises(let settings):
            "where true: "
                + settings.sorted { $0.key < $1.key }.map { "`\($0.key)` \($0.value)" }.joined(separator: ", ")
        case .partOf(let name): "the separator in `\(ImgproxyVariable.prefix + name)`"
        case .file: "a file of variables, which go before those that are set"
        case .forbidsRemoved: "where true, variables that imgproxy 4 no longer has are errors"
        case .accepted(let reason), .unsupported(_, let reason): "no effect: \(reason)"
        case .removed: "no effect: imgproxy 4 no longer has it."
        case .refused(let reason): "error: \(reason)"
        }
    }

    private static func note(on conversion: ValueConversion) -> String {
        switch conversion {
        case .duration: ", in seconds"
        case .megapixels: ", in megapixels; 0 keeps the default"
        case .megapixelsOrNone: ", in megapixels"
        case .limit: "; 0 keeps the default"
        case .inverted: ", the opposite"
        case .whereTrue(let value): " \(value), where true"
        case .localAddress: "; without a host, on this machine alone"
        case .text, .boolean, .count, .number, .list, .pairs, .presets, .headers, .logLevel: ""
        }
    }
}

/// The part of the documentation that lists imgproxy's variables, in Markdown.
package enum ImgproxyVariablesPage {
    /// A table for each group; ends with a line feed.
    package static var markdown: String {
        ImgproxyVariableGroup.all.map(section).joined(separator: "\n")
    }

    private static func section(_ group: ImgproxyVariableGroup) -> String {
        let rows = group.variables.map { "| `\($0.name)` | \(meaning(of: $0)) |\n" }.joined()
        return "### \(group.heading)\n\n| Variable | Here |\n| --- | --- |\n\(rows)"
    }

    private static func meaning(of variable: ImgproxyVariable) -> String {
        switch variable.use {
        case .used(let key, let conversion): "`\(key)`" + note(on: conversion)
        case .partOf(let name): "the separator in `\(ImgproxyVariable.prefix + name)`"
        case .accepted(let reason): "no effect: \(reason)"
        case .refused(let reason): "error: \(reason)"
        }
    }

    private static func note(on conversion: ValueConversion) -> String {
        switch conversion {
        case .duration: ", in seconds"
        case .megapixels: ", in megapixels; 0 keeps the default"
        case .limit: "; 0 keeps the default"
        case .text, .boolean, .count, .number, .list, .pairs, .presets, .headers, .logLevel: ""
        }
    }
}

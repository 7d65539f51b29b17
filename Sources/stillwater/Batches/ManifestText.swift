import Jobs

/// What reading a list of sources came to, for people.
enum ManifestText {
    private static let shownDuplicates = 5

    /// What is wrong with the list called `name`, line by line; terminated.
    static func faults(_ report: ManifestReport, in name: String) -> String {
        var lines = report.faults.map { "\(name): \(TerminalText.printable("\($0)"))" }
        let more = report.faultCount >= ManifestParser.keptFaults ? " or more" : ""
        lines.append("\(HumanText.count(report.faultCount, "error"))\(more); nothing was started.")
        return lines.joined(separator: "\n") + "\n"
    }

    /// How many items there are, and which were skipped as duplicates; terminated.
    static func items(_ report: ManifestReport) -> String {
        var lines = [HumanText.count(report.itemCount, "item")]
        if report.duplicateCount > 0 {
            lines[0] += ", \(HumanText.count(report.duplicateCount, "duplicate")) ignored:"
            lines += report.duplicates.prefix(shownDuplicates).map {
                "  line \($0.line): \(TerminalText.printable($0.source)) is already on line \($0.firstLine)"
            }
            if report.duplicateCount > shownDuplicates { lines.append("  …") }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

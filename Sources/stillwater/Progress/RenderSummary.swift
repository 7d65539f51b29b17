/// What a whole run produced, and why some sources failed. Its size does not grow with the number of sources.
struct RenderSummary: Sendable, Equatable {
    /// Sources that failed for the same reason.
    struct FailureGroup: Sendable, Equatable {
        let code: String
        let reason: String
        fileprivate(set) var count: Int
        /// The first of them.
        fileprivate(set) var examples: [String]
    }

    private(set) var sources = 0
    private(set) var failed = 0
    private(set) var renditions = 0
    private(set) var bytesIn = 0
    private(set) var bytesOut = 0
    /// In order of their first occurrence.
    private(set) var failures: [FailureGroup] = []

    /// How many reasons are distinguished; later ones are counted only by their code.
    static let maximumGroups = 50
    /// How many sources of a group are listed.
    static let maximumExamples = 3

    /// Whether everything requested was made.
    var isComplete: Bool { failed == 0 }

    mutating func add(_ outcome: SourceOutcome) {
        sources += 1
        renditions += outcome.outputs.count
        bytesIn += outcome.bytesIn
        bytesOut += outcome.bytesOut
        guard let failure = outcome.failure else { return }
        failed += 1
        let index = group(for: failure)
        failures[index].count += 1
        if failures[index].examples.count < Self.maximumExamples { failures[index].examples.append(outcome.source) }
    }

    private mutating func group(for failure: SourceOutcome.Failure) -> Int {
        func index(_ reason: String) -> Int? {
            failures.firstIndex { $0.code == failure.code && $0.reason == reason }
        }
        if let known = index(failure.reason) { return known }
        let isFull = failures.count >= Self.maximumGroups
        let reason = isFull ? "other reasons" : failure.reason
        if isFull, let known = index(reason) { return known }
        failures.append(FailureGroup(code: failure.code, reason: reason, count: 0, examples: []))
        return failures.count - 1
    }
}

extension RenderSummary {
    /// The summary for people, on several lines, the last one terminated.
    func text(elapsed: Duration) -> String {
        let made = "\(HumanText.count(sources, "source")), \(HumanText.count(renditions, "rendition"))"
        var lines = ["\(made) in \(HumanText.duration(elapsed))"]
        if let saving = HumanText.saving(before: bytesIn, after: bytesOut) {
            lines.append("\(HumanText.bytes(bytesIn)) -> \(HumanText.bytes(bytesOut)), \(saving)")
        }
        if failed > 0 {
            lines.append("\(HumanText.count(failed, "source")) failed:")
            lines += failures.flatMap(Self.lines)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(_ group: FailureGroup) -> [String] {
        let rest = group.count > group.examples.count ? ", …" : ""
        let examples = group.examples.map(TerminalText.printable).joined(separator: ", ")
        return ["  \(group.count) × \(TerminalText.printable(group.reason))", "      \(examples)\(rest)"]
    }
}

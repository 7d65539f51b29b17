import Foundation
import ImageModel
import Jobs

/// Batches and items described for people.
enum BatchText {
    /// One line of a list, terminated: `3k7…  running  120/5000  3 failed  "summer"  1600,800`.
    static func line(_ batch: Batch) -> String {
        var parts = [batch.id.text, batch.state.rawValue, "\(batch.counts.ended)/\(batch.counts.total)"]
        if batch.counts.failed > 0 { parts.append("\(batch.counts.failed) failed") }
        if let label = batch.specification.label { parts.append("\"\(TerminalText.printable(label))\"") }
        parts.append(TerminalText.printable(batch.specification.sizes))
        return parts.joined(separator: "  ") + "\n"
    }

    /// Everything about a batch, on several lines, the last one terminated.
    static func status(_ batch: Batch, _ failures: [String: Int]) -> String {
        let (counts, specification) = (batch.counts, batch.specification)
        var lines = ["batch \(batch.id): \(state(batch))"]
        if let label = specification.label { lines.append("label     \(TerminalText.printable(label))") }
        lines.append("sizes     \(TerminalText.printable(specification.sizes))")
        lines.append("store     \(TerminalText.printable(specification.template))")
        lines.append("items     \(items(counts))")
        let saving = HumanText.saving(before: counts.sourceBytes, after: counts.outputBytes).map { ", \($0)" } ?? ""
        lines.append(
            "made      \(HumanText.count(counts.renditions, "rendition")), \(HumanText.bytes(counts.sourceBytes)) -> "
                + "\(HumanText.bytes(counts.outputBytes))\(saving)")
        if counts.retries > 0 { lines.append("retries   \(counts.retries)") }
        lines += failures.sorted { $0.value > $1.value }.map { "failed    \($0.value) × \(cause($0.key))" }
        if let ended = batch.ended {
            lines.append("took      \(HumanText.duration(.seconds(ended.timeIntervalSince(batch.created))))")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// `paused: outputs cannot be written …`.
    static func state(_ batch: Batch) -> String {
        batch.state.rawValue + (batch.pauseReason.map { ": \(TerminalText.printable($0.message))" } ?? "")
    }

    private static func items(_ counts: BatchCounts) -> String {
        let parts = ItemState.allCases.filter { counts[$0] > 0 }.map { "\(counts[$0]) \($0.rawValue)" }
        return "\(counts.total)" + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", "))
    }

    /// One line of a list of items, terminated: `done    a.jpg -> thumbs/a-800.jpg …`.
    static func line(_ item: BatchItem) -> String {
        let source = TerminalText.printable(item.source)
        let start = "\(item.state.rawValue)\t\(source)"
        if let renditions = item.facts?.renditions, !renditions.isEmpty {
            let paths = renditions.map { TerminalText.printable($0.path) }.joined(separator: " ")
            let remark = renditions.contains(where: \.facts.isDamaged) ? " (the source is damaged)" : ""
            return "\(start) -> \(paths)\(remark)\n"
        }
        guard let cause = item.cause else { return start + "\n" }
        let attempts = item.attempts > 1 ? " (\(item.attempts) attempts)" : ""
        return "\(start): \(Self.cause(cause.code)): \(TerminalText.printable(cause.message))\(attempts)\n"
    }

    /// Failures by cause, most frequent first, with examples; terminated.
    static func failures(_ counts: [String: Int], _ examples: [String: [BatchItem]]) -> String {
        guard !counts.isEmpty else { return "nothing failed\n" }
        let lines = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.flatMap { code, count in
            let shown = examples[code] ?? []
            let rest = count > shown.count ? ["    …"] : []
            return ["\(count) × \(cause(code))"]
                + shown.map {
                    "    line \($0.line): \(TerminalText.printable($0.source)): "
                        + TerminalText.printable($0.cause?.message ?? "")
                } + rest
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func cause(_ code: String) -> String { TerminalText.printable(code) }
}

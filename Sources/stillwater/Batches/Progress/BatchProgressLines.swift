import Jobs

/// Formats the progress of batches for a terminal:
/// ```
/// 3k7xw2m9qp4ad "summer" running
/// [##########--------------------] 1234/5000  271/s  ETA 0:14
/// 1.2 GB -> 210 MB, saved 82%  26 MB/s  4 retries
/// 3 failed: 2 source.status.404, 1 render.undecodable
/// ```
enum BatchProgressLines {
    private static let barColumns = 42
    private static let causes = 4

    /// The lines, at most `columns` wide.
    static func all(_ meter: BatchProgressMeter, columns: Int) -> [String] {
        [title(meter), bar(meter, columns: columns), bytes(meter), failures(meter)].compactMap(\.self)
            .map { TerminalText.prefix($0, columns: columns) }
    }

    /// All of it in one line, for logs: `1234/5000  271/s  ETA 0:14  1.2 GB -> 210 MB, saved 82%  3 failed: …`.
    static func one(_ meter: BatchProgressMeter) -> String {
        ([facts(meter)] + [bytes(meter), failures(meter)].compactMap(\.self)).joined(separator: "  ")
    }

    private static func title(_ meter: BatchProgressMeter) -> String {
        guard meter.batches.count == 1, let batch = meter.batches.first else {
            return HumanText.count(meter.batches.count, "batch").replacing("batchs", with: "batches")
        }
        let label = batch.specification.label.map { " \"\(TerminalText.printable($0))\"" } ?? ""
        return "\(batch.id)\(label) \(BatchText.state(batch))"
    }

    private static func bar(_ meter: BatchProgressMeter, columns: Int) -> String {
        let facts = facts(meter)
        guard let fraction = meter.fraction else { return facts }
        let bar = ProgressLine.bar(fraction, columns: min(barColumns, columns - facts.count - 1))
        return bar.map { "\($0) \(facts)" } ?? facts
    }

    private static func facts(_ meter: BatchProgressMeter) -> String {
        var facts = ["\(meter.counts.ended)/\(meter.counts.total)"]
        if meter.rate.items > 0 { facts.append(HumanText.rate(meter.rate.items)) }
        if let left = meter.timeLeft { facts.append("ETA \(HumanText.clock(left))") }
        if meter.counts.skipped > 0 { facts.append("\(meter.counts.skipped) skipped") }
        return facts.joined(separator: "  ")
    }

    private static func bytes(_ meter: BatchProgressMeter) -> String? {
        let counts = meter.counts
        guard counts.sourceBytes > 0 else { return nil }
        var text = "\(HumanText.bytes(counts.sourceBytes)) -> \(HumanText.bytes(counts.outputBytes))"
        if let saving = HumanText.saving(before: counts.sourceBytes, after: counts.outputBytes) {
            text += ", \(saving)"
        }
        if meter.rate.bytes > 0 { text += "  \(HumanText.bytes(Int(meter.rate.bytes)))/s" }
        if counts.retries > 0 { text += "  \(counts.retries == 1 ? "1 retry" : "\(counts.retries) retries")" }
        return text
    }

    private static func failures(_ meter: BatchProgressMeter) -> String? {
        guard meter.counts.failed > 0 else { return nil }
        let causes = meter.failures.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let shown = causes.prefix(Self.causes).map { "\($0.value) \(TerminalText.printable($0.key))" }
        let rest = causes.count > Self.causes ? ", …" : ""
        return "\(meter.counts.failed) failed: \(shown.joined(separator: ", "))\(rest)"
    }
}

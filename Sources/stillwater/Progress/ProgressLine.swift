/// Formats a meter's state as one line for a terminal: `[#######-----] 123/456  27.1/s  ETA 0:12  saved 81%  2 failed`.
enum ProgressLine {
    /// The line at `now`, at most `columns` wide.
    ///
    /// The count is always included. Failures, time left, rate and saving follow as far as there is room, in this order
    /// of importance. The bar takes the remaining width, up to 40 steps; a wide terminal also shows the source that
    /// ended last.
    static func text(_ meter: ProgressMeter, at now: ContinuousClock.Instant, columns: Int) -> String {
        let room = meter.fraction == nil ? columns : columns - minimumBarColumns - 1
        let facts = joined(facts(meter, at: now), columns: room)
        var line = facts
        if let fraction = meter.fraction, let bar = bar(fraction, columns: columns - facts.count - 1) {
            line = "\(bar) \(facts)"
        }
        let nameRoom = columns - line.count - separator.count
        if let latest = meter.latest, nameRoom >= minimumNameColumns {
            line += separator + TerminalText.suffix(TerminalText.printable(latest), columns: nameRoom)
        }
        return TerminalText.prefix(line, columns: columns)
    }

    private static let separator = "  "
    private static let minimumBarColumns = 8
    private static let maximumBarColumns = 42
    private static let minimumNameColumns = 20

    /// One item of the line, in ASCII.
    private struct Fact {
        let text: String
        /// The least important item is dropped first if there is not enough room.
        let importance: Int
    }

    /// All items, in reading order.
    private static func facts(_ meter: ProgressMeter, at now: ContinuousClock.Instant) -> [Fact] {
        let count = meter.total.map { "\(meter.done)/\($0)" } ?? HumanText.count(meter.done, "source")
        var facts = [Fact(text: count, importance: 5)]
        if meter.done > 0 { facts.append(Fact(text: HumanText.rate(meter.rate(at: now)), importance: 2)) }
        if let left = meter.timeLeft(at: now) {
            facts.append(Fact(text: "ETA \(HumanText.clock(left))", importance: 3))
        }
        if let saving = HumanText.saving(before: meter.bytesIn, after: meter.bytesOut) {
            facts.append(Fact(text: saving, importance: 1))
        }
        if meter.failed > 0 { facts.append(Fact(text: "\(meter.failed) failed", importance: 4)) }
        return facts
    }

    /// The most important facts that fit into `columns`, at least one.
    private static func joined(_ facts: [Fact], columns: Int) -> String {
        let text = facts.map(\.text).joined(separator: separator)
        let least = facts.indices.min { facts[$0].importance < facts[$1].importance }
        guard text.count > columns, facts.count > 1, let least else { return text }
        var fewer = facts
        fewer.remove(at: least)
        return joined(fewer, columns: columns)
    }

    /// A bar of `columns`, brackets included; full only when everything is done. `nil` if there is no room for one.
    static func bar(_ fraction: Double, columns: Int) -> String? {
        guard columns >= minimumBarColumns else { return nil }
        let steps = min(columns, maximumBarColumns) - 2
        let filled = Int(Double(steps) * fraction)
        return "[" + String(repeating: "#", count: filled) + String(repeating: "-", count: steps - filled) + "]"
    }
}

/// Stacks of threads as text; threads with the same stack are grouped.
public enum ThreadReport {
    /// The text of `threads`.
    public static func text(_ threads: [ThreadState]) -> String {
        var lines = ["\(threads.count) threads"]
        let groups = Dictionary(grouping: threads) { $0.stack + [$0.note ?? ""] }.values
        for group in groups.sorted(by: { ($0.count, $1[0].id) > ($1.count, $0[0].id) }) {
            lines.append("")
            for thread in group {
                let labels = thread.labels.map { " \($0.key)=\($0.value)" }.joined()
                let cpu = FormattedNumber.fixed(seconds(thread.cpuTime), digits: 2)
                lines.append("thread \(thread.id) \(thread.name) [\(thread.state), \(cpu) s CPU]\(labels)")
            }
            if let note = group[0].note { lines.append("    no stack: \(note)") }
            lines += group[0].stack.map { "    \($0)" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }
}

import Glibc

/// Facts about a thread of this process, from /proc.
struct ThreadFacts: Sendable, Hashable {
    var name: String
    /// R is running, S is sleeping, D is waiting for a disk.
    var state: String
    var cpuTime: Duration

    /// `nil` if there is no such thread.
    static func of(_ id: Int) -> ThreadFacts? {
        SystemCall.text(of: "/proc/self/task/\(id)/stat").flatMap { parse($0) }
    }

    /// `id (name) state …`, where the name may contain anything; fields 14 and 15 are the CPU time in ticks.
    static func parse(_ text: String) -> ThreadFacts? {
        guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")"), open < close else { return nil }
        let fields = text[text.index(after: close)...].split(separator: " ")
        guard fields.count > 12, let user = Int(fields[11]), let system = Int(fields[12]) else { return nil }
        return ThreadFacts(
            name: String(text[text.index(after: open)..<close]), state: String(fields[0]),
            cpuTime: .seconds(1) * (user + system) / ticksPerSecond)
    }

    private static let ticksPerSecond = max(Int(sysconf(Int32(_SC_CLK_TCK))), 1)
}

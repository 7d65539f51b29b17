/// What the threads of the process did between two samples, in the manner of Go's schedtrace.
public struct ThreadActivity: Sendable, Hashable {
    /// Threads with the same purpose.
    public struct Group: Sendable, Hashable {
        public var name: String
        public var threads = 0
        /// How many are running or runnable at the moment.
        public var running = 0
        /// CPU time in percent of one core.
        public var cpuPercent = 0.0
        /// Time in which threads were runnable but had no core, in percent of one core.
        public var waitPercent = 0.0
        /// How often threads were scheduled on a core.
        public var switches = 0
    }

    /// One thread.
    public struct Thread: Sendable, Hashable {
        public var id: Int
        public var name: String
        public var group: String
        public var state: String
        public var cpuPercent: Double
        public var waitPercent: Double
        public var switches: Int
    }

    public var threads: [Thread]

    /// The threads by group, sorted by name.
    public var groups: [Group] {
        var groups: [String: Group] = [:]
        for thread in threads {
            var group = groups[thread.group] ?? Group(name: thread.group)
            group.threads += 1
            group.running += thread.state == "R" ? 1 : 0
            group.cpuPercent += thread.cpuPercent
            group.waitPercent += thread.waitPercent
            group.switches += thread.switches
            groups[thread.group] = group
        }
        return groups.values.sorted { $0.name < $1.name }
    }
}

/// Samples the threads repeatedly, and reports what happened in between.
public struct ThreadActivityMeter: Sendable {
    /// The counters of a thread: /proc/…/schedstat.
    struct Counters: Sendable, Hashable {
        var run: Int64
        var wait: Int64
        var switches: Int

        /// `nanoseconds on a core, nanoseconds waiting for one, times it got one`
        static func parse(_ text: String) -> Counters? {
            let fields = text.split { $0 == " " || $0 == "\n" }
            guard fields.count >= 3, let run = Int64(fields[0]), let wait = Int64(fields[1]),
                let switches = Int(fields[2])
            else { return nil }
            return Counters(run: run, wait: wait, switches: switches)
        }
    }

    private let group: @Sendable (_ name: String) -> String
    private var last: [Int: Counters] = [:]
    private var lastTime: ContinuousClock.Instant

    /// A meter that groups threads by their names.
    public init(group: @escaping @Sendable (_ threadName: String) -> String) {
        self.group = group
        lastTime = .now
        _ = activity()
    }

    /// What the threads did since the last call. Takes some ten microseconds per thread.
    public mutating func activity() -> ThreadActivity {
        let now = ContinuousClock.now
        let elapsed = (now - lastTime).components
        let nanoseconds = max(Double(elapsed.seconds) * 1e9 + Double(elapsed.attoseconds) / 1e9, 1)
        lastTime = now
        let before = last
        last = [:]
        var threads: [ThreadActivity.Thread] = []
        for name in SystemCall.names(in: "/proc/self/task") {
            guard let id = Int(name), let facts = ThreadFacts.of(id),
                let counters = SystemCall.text(of: "/proc/self/task/\(id)/schedstat").flatMap(Counters.parse)
            else { continue }
            last[id] = counters
            let old = before[id] ?? Counters(run: 0, wait: 0, switches: 0)
            threads.append(
                ThreadActivity.Thread(
                    id: id, name: facts.name, group: group(facts.name), state: facts.state,
                    cpuPercent: Double(counters.run - old.run) / nanoseconds * 100,
                    waitPercent: Double(counters.wait - old.wait) / nanoseconds * 100,
                    switches: counters.switches - old.switches))
        }
        return ThreadActivity(threads: threads.sorted { $0.id < $1.id })
    }
}

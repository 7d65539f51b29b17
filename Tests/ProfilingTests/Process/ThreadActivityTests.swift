import TestSupport
import Testing

@testable import Profiling

@Suite(.computing)
struct ThreadActivityTests {
    @Test("Counters are read as the system writes them")
    func counters() {
        #expect(
            ThreadActivityMeter.Counters.parse("1200 34 5\n")
                == ThreadActivityMeter.Counters(run: 1200, wait: 34, switches: 5))
        #expect(ThreadActivityMeter.Counters.parse("1200") == nil)
    }

    @Test("A thread's name may contain field separators")
    func facts() throws {
        let rest = Array(repeating: "0", count: 10).joined(separator: " ")
        let facts = try #require(ThreadFacts.parse("42 (a) (b c) S \(rest) 100 50 0 0"))
        #expect(facts.name == "a) (b c" && facts.state == "S" && facts.cpuTime > .zero)
        #expect(ThreadFacts.parse("no thread") == nil)
    }

    @Test("The process's threads are listed, in their groups")
    func own() {
        var meter = ThreadActivityMeter { _ in "all" }
        let activity = meter.activity()
        #expect(!activity.threads.isEmpty)
        #expect(activity.groups.map(\.threads) == [activity.threads.count])
    }
}

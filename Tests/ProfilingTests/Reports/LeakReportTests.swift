import TestSupport
import Testing

@testable import Profiling

@Suite(.computing)
struct LeakReportTests {
    private static let megabyte: Int64 = 1 << 20

    @Test("A stack that rises along a line is reported, with its slope and share")
    func namesLeak() throws {
        let report = try LeakReport(profiles(["leak": [1, 5, 9, 14, 18], "steady": [50, 52, 49, 51, 50]]))
        #expect(report.growths.map(\.stack) == [["leak", "main"]])
        let growth = try #require(report.growths.first)
        #expect(growth.growth == 17 * Self.megabyte && growth.share == 1)
        #expect((0.40...0.46).contains(growth.bytesPerSecond / Double(Self.megabyte)))
        #expect(report.text.contains("One stack grows steadily"))
        #expect(report.text.contains("leak"))
    }

    @Test(
        "Memory that is filled once, falls again or is noise is not a leak",
        arguments: [
            [0, 20, 21, 21, 21], [30, 28, 31, 29, 30], [5, 40, 3, 38, 9], [10, 10, 10, 10, 10], [1, 1, 1, 1, 2],
            [40, 30, 20, 10, 5],
        ])
    func noLeak(_ megabytes: [Int64]) throws {
        let report = try LeakReport(profiles(["some": megabytes]))
        #expect(report.growths.isEmpty)
        #expect(report.text.contains("Nothing grows steadily."))
    }

    @Test("Two profiles are too few for a line")
    func tooFew() {
        #expect { try LeakReport(profiles(["a": [1, 2]])) } throws: { ($0 as? ProfilingError)?.code == .invalidRequest }
    }

    /// Heap profiles ten seconds apart, with the megabytes in use of each function in each.
    private func profiles(_ stacks: [String: [Int64]]) -> [Profile] {
        let count = stacks.values.map(\.count).max() ?? 0
        return (0..<count).map { index in
            var profile = Profile.made(
                stacks.map { ([$0.key, "main"], $0.value[index] * Self.megabyte) }, type: "inuse_space", unit: "bytes",
                time: 1 + Int64(index) * 10_000_000_000)
            profile.period = 524_288
            return profile
        }
    }
}

import TestSupport
import Testing

@testable import Profiling

@Suite(.computing)
struct TopReportTests {
    private static let stacks: [([String], Int64)] = [
        (["read", "fetch", "main"], 1_500_000_000), (["decode", "render", "main"], 7_250_000_000),
        (["decode", "decode", "render", "main"], 10_000_000), (["tiny", "render", "main"], 1_000_000),
        (["render", "main"], 240_000_000),
    ]

    @Test("Flat is a function's own, cumulative includes what it calls, with recursion counted once")
    func totals() throws {
        let rows = try TopReport(.made(Self.stacks)).rows
        #expect(
            rows == [
                TopReport.Row(name: "decode", flat: 7_260_000_000, cumulative: 7_260_000_000),
                TopReport.Row(name: "read", flat: 1_500_000_000, cumulative: 1_500_000_000),
                TopReport.Row(name: "render", flat: 240_000_000, cumulative: 7_501_000_000),
                TopReport.Row(name: "fetch", flat: 0, cumulative: 1_500_000_000),
                TopReport.Row(name: "main", flat: 0, cumulative: 9_001_000_000),
            ])
    }

    @Test("A type that the profile does not have is refused with those that it has")
    func unknownType() {
        #expect { try TopReport(.made(Self.stacks), type: "space") } throws: { error in
            (error as? ProfilingError)?.message.contains("cpu") == true
        }
    }

    @Test(
        "The table is pprof's", .enabled(if: PprofTool.path != nil, .init(rawValue: PprofTool.absence)),
        arguments: [TopReport.Order.flat, .cumulative], [nil, 3])
    func likePprof(_ order: TopReport.Order, _ count: Int?) throws {
        try expectLikePprof(.made(Self.stacks, time: 1_700_000_000_000_000_000), order, count)
        var bytes = Profile.made(
            [(["a"], 900), (["b", "a"], 123_456), (["c"], 1 << 30)], type: "space", unit: "bytes")
        bytes.durationNanoseconds = 5_000_000
        try expectLikePprof(bytes, order, count)
        try expectLikePprof(.made([(["x"], 3), (["y"], 2)], type: "objects", unit: "count"), order, count)
        try expectLikePprof(generated(seed: 11), order, count)
        try expectLikePprof(generated(seed: 12), order, count, base: generated(seed: 13))
    }

    private func expectLikePprof(
        _ profile: Profile, _ order: TopReport.Order, _ count: Int?, base: Profile? = nil
    ) throws {
        let folder = try ScratchFolder()
        try folder.write(try profile.encoded(), to: "p")
        var arguments = ["-top"] + (order == .cumulative ? ["-cum"] : []) + (count.map { ["-nodecount=\($0)"] } ?? [])
        if let base {
            try folder.write(try base.encoded(), to: "base")
            arguments.append("-diff_base=\(folder.path)/base")
        }
        let reference = try PprofTool.run(arguments + [folder.path + "/p"])
        let report = try TopReport(profile, order: order, count: count, base: base)
        #expect(report.text == reference.text, "\(reference.errors)")
    }

    /// Some hundred stacks of a few functions, with values of many magnitudes.
    private func generated(seed: UInt64) -> Profile {
        var generator = SplitMix64(seed: seed)
        return .made(
            (0..<300).map { _ in
                let depth = Int.random(in: 1...8, using: &generator)
                let names = (0..<depth).map { _ in "f\(Int.random(in: 0..<40, using: &generator))" }
                let value = Int64(1) << Int64.random(in: 0...34, using: &generator)
                return (names, value + .random(in: 0..<value, using: &generator))
            })
    }
}

import TestSupport
import Testing

@testable import Profiling

@Suite(.measuring) struct ChildProfilersTests {
    /// The program, as mapped in this process.
    private static func program() throws -> ProcessMap.Range {
        try #require(ProcessMap.current().ranges.first { $0.path == ProcessFacts.executablePath })
    }

    /// A profile of another process, in which the program is mapped a gigabyte higher.
    private static func foreign(of range: ProcessMap.Range, kind: ProfileKind = .cpu) -> Profile {
        let there = ProcessMap(ranges: [
            ProcessMap.Range(
                start: range.start + 1 << 30, end: range.end + 1 << 30, offset: range.offset, path: range.path),
            ProcessMap.Range(start: 1 << 20, end: 1 << 21, offset: 0, path: "/nowhere.so"),
        ])
        var raw = RawProfile(kind: kind, period: 10)
        let labels = ProfileLabels.none.with("stage", "decode")
        raw.add(
            RawProfile.Stack(addresses: [range.start + 1 << 30 + 64, 1 << 20 + 8], labels: labels),
            kind.sampleTypes.map { _ in 7 })
        return Profile(unnamed: raw, there)
    }

    @Test("Samples of another process are mapped to the same code here, with the process as a label")
    func translates() throws {
        let range = try Self.program()
        var profile = RawProfile(kind: .cpu, period: 10)
        let decoded = try Profile(decoding: try Self.foreign(of: range).encoded())
        try profile.add(decoded, of: "worker 1", in: .current())
        let (stack, values) = try #require(profile.stacks.first)
        // Code that is not mapped here has no address.
        #expect(stack.addresses == [range.start + 64, 0])
        #expect(values == [7, 7])
        #expect(stack.labels.pairs.map { "\($0.key)=\($0.value)" } == ["process=worker 1", "stage=decode"])
    }

    @Test("A profile of another kind is refused")
    func refusesKinds() throws {
        let foreign = Self.foreign(of: try Self.program(), kind: .heap)
        var profile = RawProfile(kind: .cpu, period: 10)
        do {
            try profile.add(foreign, of: "worker 1", in: .current())
            Issue.record("It was taken.")
        } catch {
            #expect(error.code == .malformed)
        }
        #expect(profile.stacks.isEmpty)
    }

    @Test("A process with a malformed profile is named, and the others are included")
    func survivesNonsense() async throws {
        let encoded = try Self.foreign(of: try Self.program()).encoded()
        try await ProfilerTurn.withTurn {
            ChildProfilers.shared.use { _ in [("worker 1", [1, 2, 3]), ("worker 2", encoded)] }
            defer { ChildProfilers.shared.use(nil) }
            try CPUProfiler.shared.start(frequency: 50)
            #expect(ChildProfilers.shared.wish.cpuFrequency == 50)
            let profile = try await CPUProfiler.shared.stop()
            #expect(ChildProfilers.shared.wish.cpuFrequency == nil)
            #expect(profile.comments.contains { $0.contains("worker 1 is missing") })
            let sum = try profile.sum("cpu") { _, labels in labels.contains(Profile.Label("process", "worker 2")) }
            #expect(sum == 7)
        }
    }
}

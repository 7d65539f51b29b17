/// Processes that work for this one, run the same program, and sample themselves: what they find becomes a part of this
/// process's profiles, with the label `process`.
public struct ChildProfilers: Sendable {
    /// Gives the encoded profile of each such process, by `EnclosedProfiler`; blocks.
    public typealias Take = @Sendable (RecordingRequest.Kind) -> [(process: String, profile: [UInt8])]

    /// What the profile of one may be, decompressed: such a process may be in somebody else's hands.
    private static let maximumBytes = 64 << 20

    /// The process's.
    public static let shared = ChildProfilers()

    private struct State {
        var wish = SamplingWish()
        var take: Take?
    }

    private let state = Locked(State())

    /// What they should sample now; whoever keeps such processes tells them when it has changed.
    public var wish: SamplingWish { state.with { $0.wish } }

    /// Has `take` asked whenever a profile is made; `nil` for no such processes.
    public func use(_ take: Take?) { state.with { $0.take = take } }

    /// Changes what is wanted.
    func want(_ change: (inout SamplingWish) -> Void) { state.with { change(&$0.wish) } }

    /// Adds what they have sampled. One that gives nonsense is noted and left out.
    func add(to profile: inout RawProfile, _ kind: RecordingRequest.Kind) {
        guard let take = state.with({ $0.take }) else { return }
        let map = ProcessMap.current()
        for (process, bytes) in take(kind) {
            do throws(ProfilingError) {
                let message = try Gzip.decompress(bytes, maximumBytes: Self.maximumBytes)
                try profile.add(try Profile(decoding: message), of: process, in: map)
            } catch {
                profile.comments.append("The profile of \(process) is missing: \(error.message)")
            }
        }
    }
}

extension RawProfile {
    /// Label sets of one process that are kept; others have the label `process` alone.
    private static let maximumLabelSets = 256

    /// Adds the samples of another process of the same program: by address, which lies elsewhere there.
    ///
    /// - Throws: `malformed`, when it is a profile of another kind.
    mutating func add(_ profile: Profile, of process: String, in map: ProcessMap) throws(ProfilingError) {
        guard profile.sampleTypes == kind.sampleTypes else {
            throw ProfilingError(.malformed, "It is not of the kind that was asked for.")
        }
        let own = ProfileLabels.none.with("process", process)
        var known: [[Profile.Label]: ProfileLabels] = [:]
        let ranges = Dictionary(grouping: map.ranges, by: \.path)
        let addresses = profile.locations.map { Self.address(of: $0, in: profile, ranges) }
        for sample in profile.samples {
            var labels = known[sample.labels] ?? own
            if known[sample.labels] == nil, known.count < Self.maximumLabelSets {
                labels = sample.labels.reduce(own) { $1.key == "process" ? $0 : $0.with($1.key, $1.value) }
                known[sample.labels] = labels
            }
            add(Stack(addresses: sample.stack.map { addresses[$0] }, labels: labels), sample.values)
        }
    }

    /// Where this process has what `location` is in the other one; 0 where it hasn't.
    private static func address(
        of location: Profile.Location, in profile: Profile, _ ranges: [String: [ProcessMap.Range]]
    ) -> UInt64 {
        guard let mapping = location.mapping.map({ profile.mappings[$0] }) else { return 0 }
        let offset = location.address &- mapping.start &+ mapping.offset
        let range = ranges[mapping.file]?.first { $0.offset <= offset && offset - $0.offset < $0.end - $0.start }
        return range.map { $0.start + (offset - $0.offset) } ?? 0
    }
}

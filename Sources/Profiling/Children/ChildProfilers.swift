/// Processes that work for this one, run the same program, and sample themselves: their samples become part of this
/// process's profiles, with the label `process`.
public struct ChildProfilers: Sendable {
    /// Returns the encoded profile of each such process, made by `EnclosedProfiler`; blocks.
    public typealias Take = @Sendable (RecordingRequest.Kind) -> [(process: String, profile: [UInt8])]

    /// The maximum size of a child's profile, decompressed: the process may be under an attacker's control.
    private static let maximumBytes = 64 << 20

    /// The one of this process.
    public static let shared = ChildProfilers()

    private struct State {
        var wish = SamplingWish()
        var take: Take?
    }

    private let state = Locked(State())

    /// What they should sample now; the owner of such processes tells them when it changes.
    public var wish: SamplingWish { state.with { $0.wish } }

    /// Calls `take` whenever a profile is made; `nil` if there are no such processes.
    public func use(_ take: Take?) { state.with { $0.take = take } }

    /// Changes what should be sampled.
    func want(_ change: (inout SamplingWish) -> Void) { state.with { change(&$0.wish) } }

    /// Adds their samples. A malformed profile is noted and left out.
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
    /// Label sets kept for one process; beyond that, samples have only the label `process`.
    private static let maximumLabelSets = 256

    /// Adds the samples of another process running the same program, which is mapped at different addresses there.
    ///
    /// - Throws: `malformed`, if it is a profile of another kind.
    mutating func add(_ profile: Profile, of process: String, in map: ProcessMap) throws(ProfilingError) {
        guard profile.sampleTypes == kind.sampleTypes else {
            throw ProfilingError(.malformed, "It is not of the requested kind.")
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

    /// The address in this process that corresponds to `location` in the other one; 0 if there is none.
    private static func address(
        of location: Profile.Location, in profile: Profile, _ ranges: [String: [ProcessMap.Range]]
    ) -> UInt64 {
        guard let mapping = location.mapping.map({ profile.mappings[$0] }) else { return 0 }
        let offset = location.address &- mapping.start &+ mapping.offset
        let range = ranges[mapping.file]?.first { $0.offset <= offset && offset - $0.offset < $0.end - $0.start }
        return range.map { $0.start + (offset - $0.offset) } ?? 0
    }
}

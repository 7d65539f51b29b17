import CAllocator
import CSampler
import Glibc

/// Samples a process that has confined itself: everything it needs is opened before that, and nothing afterwards.
///
/// The system must still allow `setitimer`, and a handler for SIGPROF. One per process, instead of the other profilers.
public final class EnclosedProfiler: Sendable {
    private struct State {
        var wish = SamplingWish()
        var cpu: RawProfile?
        var began = ContinuousClock.now
    }

    private let state = Locked(State())
    private let map: ProcessMap
    private let samplesHeap: Bool

    /// Create it before the process gives up its rights, and after it has loaded its libraries.
    public init() {
        map = ProcessMap.current()
        _ = sampler_prepare()
        sampler_read_no_memory()
        let hasHook = unsafe stillwater_allocator_collect_stacks_with(sampler_allocation_stack) == 0
        samplesHeap = stillwater_allocator_can_sample() && stillwater_allocator_keep_dump_file() && hasHook
    }

    /// Samples as requested from now on.
    public func apply(_ wish: SamplingWish) {
        state.with { state in
            guard wish != state.wish else { return }
            if samplesHeap { Self.applyHeap(wish, before: state.wish) }
            if (wish.cpuFrequency, wish.cpuGeneration) != (state.wish.cpuFrequency, state.wish.cpuGeneration) {
                Self.applyCPU(wish, &state)
            }
            state.wish = wish
        }
    }

    /// Moves samples of CPU time out of their buffer, which has room for some seconds. Call it between two pieces of
    /// work.
    public func collect() {
        state.with { state in Self.collect(&state) }
    }

    /// The encoded profile, by address.
    ///
    /// - Throws: `unsupported`, `notRunning`, `systemCall`, `malformed`.
    public func profile(_ kind: RecordingRequest.Kind) throws(ProfilingError) -> [UInt8] {
        try state.with { (state) throws(ProfilingError) in
            let raw: RawProfile
            switch kind {
            case .heap: raw = try heap()
            case .cpu:
                Self.collect(&state)
                guard let cpu = state.cpu else { throw ProfilingError(.notRunning, "No CPU recording is running.") }
                raw = cpu
            }
            return try Profile(unnamed: raw, map).encoded()
        }
    }

    private func heap() throws(ProfilingError) -> RawProfile {
        guard samplesHeap else { throw ProfilingError(.unsupported, "Allocations cannot be sampled.") }
        let descriptor = stillwater_allocator_dump()
        guard descriptor >= 0 else { throw .system("prof.dump", errno: -descriptor) }
        defer { close(descriptor) }
        lseek(descriptor, 0, SEEK_SET)
        guard let bytes = SystemCall.contents(of: descriptor) else { throw .system("read", errno: errno) }
        return try HeapDump.parse(bytes, allocator: map.ranges.filter { $0.path.contains("libjemalloc") })
    }

    private static func applyHeap(_ wish: SamplingWish, before: SamplingWish) {
        guard let period = wish.heapPeriod, period > 0 else {
            _ = stillwater_allocator_sample(false)
            return
        }
        if wish.heapGeneration != before.heapGeneration || wish.heapPeriod != before.heapPeriod {
            _ = stillwater_allocator_forget_samples(UInt32(period.trailingZeroBitCount))
        }
        _ = stillwater_allocator_sample(true)
    }

    private static func applyCPU(_ wish: SamplingWish, _ state: inout State) {
        if state.cpu != nil { sampler_stop() }
        state.cpu = nil
        guard let frequency = wish.cpuFrequency, (1...1000).contains(frequency), sampler_start(UInt32(frequency)) > 0
        else { return }
        state.cpu = RawProfile(kind: .cpu, period: Int64(1_000_000_000 / frequency))
    }

    private static func collect(_ state: inout State) {
        guard state.cpu != nil else { return }
        ProfileLabels.withLabels(Background.labels) { state.cpu?.addTakenSamples() }
    }
}

extension Profile {
    /// A profile whose addresses have no names.
    init(unnamed raw: RawProfile, _ map: ProcessMap) {
        self.init(
            sampleTypes: raw.kind.sampleTypes, defaultSampleType: raw.kind.defaultSampleType,
            periodType: raw.kind.periodType, period: raw.period)
        mappings = map.ranges.map { range in
            Mapping(start: range.start, limit: range.end, offset: range.offset, file: range.path, buildID: "")
        }
        var known: [UInt64: Int] = [:]
        for (stack, values) in raw.stacks {
            let indices = stack.addresses.map { address in
                if let index = known[address] { return index }
                locations.append(Location(mapping: map.index(of: address), address: address, lines: []))
                known[address] = locations.count - 1
                return locations.count - 1
            }
            samples.append(
                Sample(stack: indices, values: values, labels: stack.labels.pairs.map { Label($0.key, $0.value) }))
        }
    }
}

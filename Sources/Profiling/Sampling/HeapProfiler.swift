import CAllocator
import CSampler
import Glibc

/// Samples what the process allocates, by jemalloc: one for each 512 KiB on average, with the stack that asked for it.
///
/// Off, it costs nothing. In use is what was allocated while it was on, and has not been freed since.
public struct HeapProfiler: Sendable {
    /// The process's.
    public static let shared = HeapProfiler()

    /// Bytes between two samples, on average, unless a recording asks for others.
    public static let standardPeriod = 1 << 19

    /// How many want samples to be taken.
    private let users = Locked(0)

    /// Whether allocations can be sampled in this process.
    public var isSupported: Bool { Self.setUp.isPossible }

    /// Whether malloc is jemalloc's.
    static let servesMalloc = stillwater_allocator_serves()

    /// Whether samples are being taken.
    public var isActive: Bool { isSupported && stillwater_allocator_is_sampling() }

    /// Why there can be no heap profile, or why it is poorer; a line each.
    public var notices: [String] { Self.setUp.notices + Sampler.support.notices }

    private struct SetUp {
        var isPossible: Bool
        var notices: [String]
    }

    private static let setUp: SetUp = {
        guard stillwater_allocator_can_sample() else {
            return SetUp(
                isPossible: false,
                notices: [
                    "Allocations can't be sampled: jemalloc is not this process's allocator, or has no profiling."
                ])
        }
        _ = Sampler.support
        let error = unsafe stillwater_allocator_collect_stacks_with(sampler_allocation_stack)
        guard error == 0 else {
            return SetUp(
                isPossible: true,
                notices: [
                    "Allocations have no labels and no asynchronous callers: this jemalloc has no hook for stacks."
                ])
        }
        return SetUp(isPossible: true, notices: [])
    }()

    /// Starts taking samples; each start needs its stop.
    ///
    /// - Throws: `unsupported`, `systemCall`.
    public func start() throws(ProfilingError) {
        try requireSupport()
        try users.with { (users) throws(ProfilingError) in
            if users == 0 { try Self.check("prof.active", stillwater_allocator_sample(true)) }
            users += 1
            ChildProfilers.shared.want { $0.heapPeriod = 1 << Int(stillwater_allocator_sample_exponent()) }
        }
    }

    /// Forgets all samples and starts with one for each `period` bytes, a power of two.
    ///
    /// A thread first ends the interval that it is in: the first sample of each is of the period before.
    ///
    /// - Throws: `unsupported`, `invalidRequest`, `systemCall`.
    public func start(period: Int) throws(ProfilingError) {
        try requireSupport()
        guard period > 0, period.nonzeroBitCount == 1, (10...30).contains(period.trailingZeroBitCount) else {
            throw ProfilingError(
                .invalidRequest, "The period of a heap recording is a power of two from 1024 to \(1 << 30), in bytes.")
        }
        try Self.check("prof.reset", stillwater_allocator_forget_samples(UInt32(period.trailingZeroBitCount)))
        ChildProfilers.shared.want { $0.heapGeneration += 1 }
        try start()
    }

    /// Ends what `start` began; samples are taken until the last user ends.
    public func stop() {
        users.with { users in
            users = max(0, users - 1)
            // It was switched on by a call that worked; switching off what can't be switched off changes nothing.
            guard users == 0 else { return }
            _ = stillwater_allocator_sample(false)
            ChildProfilers.shared.want { $0.heapPeriod = nil }
        }
    }

    /// What has been sampled so far.
    ///
    /// - Throws: `unsupported`, `systemCall`, `malformed`.
    public func profile() async throws(ProfilingError) -> Profile {
        try await Background.run { () throws(ProfilingError) in try raw().symbolised() }
    }

    /// What is sampled within `duration`; sampling is on for that long.
    ///
    /// - Throws: `unsupported`, `systemCall`, `malformed`; `CancellationError` of the task.
    public func profile(for duration: Duration) async throws -> Profile {
        try start()
        defer { stop() }
        let base = try await Background.run { () throws(ProfilingError) in try raw() }
        try await Task.sleep(for: duration)
        return try await Background.run { () throws(ProfilingError) in try raw().since(base).symbolised() }
    }

    /// The samples by address. Blocks for milliseconds.
    ///
    /// - Throws: `unsupported`, `systemCall`, `malformed`.
    func raw() throws(ProfilingError) -> RawProfile {
        try requireSupport()
        let descriptor = stillwater_allocator_dump()
        guard descriptor >= 0 else { throw .system("prof.dump", errno: -descriptor) }
        defer { close(descriptor) }
        lseek(descriptor, 0, SEEK_SET)
        guard let bytes = SystemCall.contents(of: descriptor) else { throw .system("read", errno: errno) }
        let allocator = ProcessMap.current().ranges.filter { $0.path.contains("libjemalloc") }
        var profile = try HeapDump.parse(bytes, allocator: allocator)
        profile.began = SystemCall.wallClock
        profile.comments = notices
        ChildProfilers.shared.add(to: &profile, .heap)
        if !isActive { profile.comments.append("Allocations are not being sampled now: start a recording.") }
        return profile
    }

    private func requireSupport() throws(ProfilingError) {
        guard isSupported else { throw ProfilingError(.unsupported, notices.first ?? "Not supported.") }
    }

    private static func check(_ call: String, _ error: Int32) throws(ProfilingError) {
        guard error == 0 else { throw .system(call, errno: error) }
    }
}

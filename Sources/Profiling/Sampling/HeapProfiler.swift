import CAllocator
import CSampler
import Glibc

/// Samples the process's allocations using jemalloc: one for every 512 KiB on average, with the stack that requested
/// it.
///
/// While off, it costs nothing. In use means allocated while it was on, and not freed since.
public struct HeapProfiler: Sendable {
    /// The one of this process.
    public static let shared = HeapProfiler()

    /// Average number of bytes between two samples, unless a recording specifies another.
    public static let standardPeriod = 1 << 19

    /// The number of users that need samples.
    private let users = Locked(0)

    /// Whether allocations can be sampled in this process.
    public var isSupported: Bool { Self.setUp.isPossible }

    /// Whether malloc is jemalloc's.
    static let servesMalloc = stillwater_allocator_serves()

    /// Whether samples are being taken.
    public var isActive: Bool { isSupported && stillwater_allocator_is_sampling() }

    /// Why there can be no heap profile, or why it is less accurate; one line each.
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
                    "Allocations cannot be sampled: jemalloc is not the allocator, or was built without profiling."
                ])
        }
        _ = Sampler.support
        let error = unsafe stillwater_allocator_collect_stacks_with(sampler_allocation_stack)
        guard error == 0 else {
            return SetUp(
                isPossible: true,
                notices: [
                    "Allocations have no labels and no asynchronous callers: this jemalloc has no hook for backtraces."
                ])
        }
        return SetUp(isPossible: true, notices: [])
    }()

    /// Starts sampling; each start needs a matching stop.
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

    /// Discards all samples and starts over with one sample for every `period` bytes, a power of two.
    ///
    /// A thread first completes its current interval: its first sample still has the previous period.
    ///
    /// - Throws: `unsupported`, `invalidRequest`, `systemCall`.
    public func start(period: Int) throws(ProfilingError) {
        try requireSupport()
        guard period > 0, period.nonzeroBitCount == 1, (10...30).contains(period.trailingZeroBitCount) else {
            throw ProfilingError(
                .invalidRequest,
                "The period of a heap recording must be a power of two from 1024 to \(1 << 30), in bytes.")
        }
        try Self.check("prof.reset", stillwater_allocator_forget_samples(UInt32(period.trailingZeroBitCount)))
        ChildProfilers.shared.want { $0.heapGeneration += 1 }
        try start()
    }

    /// Ends what `start` began; sampling continues until the last user stops.
    public func stop() {
        users.with { users in
            users = max(0, users - 1)
            // It was switched on by a call that succeeded; if switching off fails, nothing changes.
            guard users == 0 else { return }
            _ = stillwater_allocator_sample(false)
            ChildProfilers.shared.want { $0.heapPeriod = nil }
        }
    }

    /// The samples so far.
    ///
    /// - Throws: `unsupported`, `systemCall`, `malformed`.
    public func profile() async throws(ProfilingError) -> Profile {
        try await Background.run { () throws(ProfilingError) in try raw().symbolised() }
    }

    /// The samples taken within `duration`; sampling is on for that long.
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

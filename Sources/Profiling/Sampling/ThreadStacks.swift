import CSampler
import Glibc

/// The state of one thread.
public struct ThreadState: Sendable, Hashable {
    public var id: Int
    public var name: String
    /// As reported by the system: R is running, S is sleeping, D is waiting for a disk.
    public var state: String
    /// CPU time so far.
    public var cpuTime: Duration
    /// Function names, leaf first; empty if the thread did not respond.
    public var stack: [String]
    public var labels: [Profile.Label]
    /// Why there is no stack.
    public var note: String?
}

/// Stacks of all threads, taken one after another by sending each a signal.
public struct ThreadStacks: Sendable {
    /// The one of this process.
    public static let shared = ThreadStacks()

    /// One at a time, because there is only one place for a response.
    private let turn = Locked(())
    /// The longest wait for a thread's response.
    private static let patience: UInt32 = 100

    /// A thread's stack of addresses.
    struct Raw: Sendable {
        var state: ThreadState
        var stack: RawProfile.Stack
    }

    /// All threads with their stacks. Takes about a millisecond per thread.
    ///
    /// - Throws: `unsupported`.
    public func threads() async throws(ProfilingError) -> [ThreadState] {
        try await Background.run { () throws(ProfilingError) in
            let found = try raw()
            return Symboliser.shared.with { symboliser in
                _ = symboliser.refresh()
                symboliser.load(found.flatMap(\.stack.addresses))
                return found.map { thread in
                    var state = thread.state
                    state.stack = thread.stack.addresses.map { symboliser.frame(of: $0).name }
                    return state
                }
            }
        }
    }

    /// The same as a profile: one value, the number of threads with a stack.
    ///
    /// - Throws: `unsupported`.
    public func profile() async throws(ProfilingError) -> Profile {
        try await Background.run { () throws(ProfilingError) in
            var profile = RawProfile(kind: .threads, period: 1)
            profile.began = SystemCall.wallClock
            profile.comments = Sampler.support.notices
            for thread in try raw() {
                var stack = thread.stack
                stack.labels = stack.labels.with("thread", thread.state.name)
                profile.add(stack, [1])
            }
            return profile.symbolised()
        }
    }

    /// Blocks while threads respond.
    func raw() throws(ProfilingError) -> [Raw] {
        _ = Sampler.support
        return try turn.with { (_) throws(ProfilingError) in
            var found: [Raw] = []
            for name in SystemCall.names(in: "/proc/self/task") {
                guard let id = Int(name), let state = Self.state(of: id) else { continue }
                found.append(try Self.captured(id, state))
            }
            return found
        }
    }

    private static func captured(_ id: Int, _ state: ThreadState) throws(ProfilingError) -> Raw {
        var raw = Raw(state: state, stack: RawProfile.Stack(addresses: []))
        guard !blocksSignal(id) else {
            raw.state.note = "the thread blocks the signal SIGPROF"
            return raw
        }
        var frames = [UInt](repeating: 0, count: Int(SAMPLER_MAXIMUM_FRAMES))
        var label: UInt32 = 0
        let count: Int
        if id == Int(sampler_thread()) {
            count = unsafe sampler_stack(&frames, frames.count)
        } else {
            let result = unsafe sampler_capture(Int32(id), &frames, frames.count, &label, patience)
            guard result >= 0 || -result == ESRCH else {
                throw ProfilingError(
                    .unsupported,
                    "The system does not allow signalling threads for their stacks (\(SystemCall.text(of: -result))).")
            }
            count = Int(max(result, 0))
        }
        guard count > 0 else {
            raw.state.note = "the thread did not respond"
            return raw
        }
        var addresses = frames[..<count].map { UInt64($0) &- 1 }
        addresses[0] &+= 1
        raw.stack = RawProfile.Stack(addresses: addresses, labels: ProfileLabels(id: label))
        raw.state.labels = raw.stack.labels.pairs.map { Profile.Label($0.key, $0.value) }
        return raw
    }

    /// Facts about a thread from /proc; `nil` if it has ended.
    private static func state(of id: Int) -> ThreadState? {
        guard let facts = ThreadFacts.of(id) else { return nil }
        return ThreadState(
            id: id, name: facts.name, state: facts.state, cpuTime: facts.cpuTime, stack: [], labels: [], note: nil)
    }

    /// Waiting for library threads that block all signals would only waste time.
    private static func blocksSignal(_ id: Int) -> Bool {
        guard let status = SystemCall.text(of: "/proc/self/task/\(id)/status"),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("SigBlk:") }),
            let mask = UInt64(line.dropFirst(7).drop { $0 == "\t" || $0 == " " }, radix: 16)
        else { return false }
        return mask >> UInt64(SIGPROF - 1) & 1 == 1
    }
}

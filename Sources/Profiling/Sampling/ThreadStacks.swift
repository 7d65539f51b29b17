import CSampler
import Glibc

/// One thread as it was found.
public struct ThreadState: Sendable, Hashable {
    public var id: Int
    public var name: String
    /// As the system has it: R runs, S sleeps, D waits for a disk.
    public var state: String
    /// CPU time so far.
    public var cpuTime: Duration
    /// Function names, leaf first; empty when the thread did not answer.
    public var stack: [String]
    public var labels: [Profile.Label]
    /// Why there is no stack.
    public var note: String?
}

/// Stacks of all threads, taken one after another by a signal to each.
public struct ThreadStacks: Sendable {
    /// The process's.
    public static let shared = ThreadStacks()

    /// One at a time, as there is one place for an answer.
    private let turn = Locked(())
    /// Longest wait for a thread's answer.
    private static let patience: UInt32 = 100

    /// A thread's stack by address.
    struct Raw: Sendable {
        var state: ThreadState
        var stack: RawProfile.Stack
    }

    /// All threads with their stacks. Takes about a millisecond a thread.
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

    /// Blocks while threads answer.
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
                    "The system forbids asking threads for their stacks (\(SystemCall.text(of: -result))).")
            }
            count = Int(max(result, 0))
        }
        guard count > 0 else {
            raw.state.note = "the thread did not answer"
            return raw
        }
        var addresses = frames[..<count].map { UInt64($0) &- 1 }
        addresses[0] &+= 1
        raw.stack = RawProfile.Stack(addresses: addresses, labels: ProfileLabels(id: label))
        raw.state.labels = raw.stack.labels.pairs.map { Profile.Label($0.key, $0.value) }
        return raw
    }

    /// What /proc says of a thread; `nil` when it has ended.
    private static func state(of id: Int) -> ThreadState? {
        guard let facts = ThreadFacts.of(id) else { return nil }
        return ThreadState(
            id: id, name: facts.name, state: facts.state, cpuTime: facts.cpuTime, stack: [], labels: [], note: nil)
    }

    /// Threads of libraries that block all signals would only cost the time that is waited for them.
    private static func blocksSignal(_ id: Int) -> Bool {
        guard let status = SystemCall.text(of: "/proc/self/task/\(id)/status"),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("SigBlk:") }),
            let mask = UInt64(line.dropFirst(7).drop { $0 == "\t" || $0 == " " }, radix: 16)
        else { return false }
        return mask >> UInt64(SIGPROF - 1) & 1 == 1
    }
}

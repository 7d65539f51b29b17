import CSampler

/// Key-value pairs attached to samples, such as `stage: decode`: pprof's `-tagfocus` and `-tagroot` use them.
///
/// A set of labels is represented by a small number; creating a new one takes a lock, setting one is a single store.
/// Keys and values come from closed sets: beyond some thousand different sets, new pairs are dropped.
public struct ProfileLabels: Sendable, Hashable {
    /// The first stored property, and the only one: a signal handler reads it from the task.
    let id: UInt32

    /// No labels.
    public static let none = ProfileLabels(id: 0)

    /// The labels of a task and of its children, wherever they run.
    @TaskLocal static var ofTask = ProfileLabels.none

    /// The labels of what is running now: those of the thread, or else of the task.
    public static var current: ProfileLabels { ProfileLabels(id: sampler_label()) }

    /// These labels plus one more; a pair with the same key is replaced.
    public func with(_ key: String, _ value: String) -> ProfileLabels {
        LabelTable.shared.with { $0.adding(key, value, to: self) }
    }

    /// The pairs, ordered by key.
    public var pairs: [(key: String, value: String)] {
        LabelTable.shared.with { $0.pairs(of: self) }
    }

    /// Runs synchronous `work` with `labels`, on this thread only.
    @inlinable
    public static func withLabels<Value, Failure: Error>(
        _ labels: ProfileLabels, _ work: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let before = enter(labels)
        defer { leave(before) }
        return try work()
    }

    /// The thread's own labels, without those of the task running on it.
    public static var ofThread: ProfileLabels { ProfileLabels(id: sampler_label_get()) }

    /// Makes these the thread's labels until others are set: for work in many small pieces. A single store; the caller
    /// restores the previous value of `ofThread`.
    public func setOnThread() { sampler_label_set(id) }

    /// Makes these the labels of everything that this thread does outside labelled work and labelled tasks: for the
    /// threads of an event loop.
    public func setOnIdleThread() { sampler_label_set_idle(id) }

    /// Sets the thread's labels; returns the previous ones, for `leave`.
    @usableFromInline
    static func enter(_ labels: ProfileLabels) -> ProfileLabels {
        let before = ProfileLabels(id: sampler_label_get())
        sampler_label_set(labels.id)
        return before
    }

    @usableFromInline
    static func leave(_ before: ProfileLabels) { sampler_label_set(before.id) }

    /// Runs `work` with `labels` in this task and its children.
    public nonisolated(nonsending) static func withTaskLabels<Value, Failure: Error>(
        _ labels: ProfileLabels, _ work: nonisolated(nonsending) () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        _ = keyIsKnown
        // The runtime's function does not preserve the error's type.
        let result: Result<Value, Failure> = await $ofTask.withValue(labels) {
            do throws(Failure) {
                return .success(try await work())
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// Tells the sampler where tasks store their labels; once.
    private static let keyIsKnown: Bool = {
        // The task-local object lives for ever, and its address is the key that the runtime compares.
        unsafe sampler_label_key(Unmanaged.passUnretained($ofTask).toOpaque())
        return true
    }()
}

/// All sets of labels in use, by number.
struct LabelTable {
    typealias Pair = (key: String, value: String)

    static let shared = Locked(LabelTable())
    private static let maximumSets = 8192

    private var sets: [[Pair]] = [[]]
    private var steps: [Step: UInt32] = [:]
    private var ids: [[String]: UInt32] = [[]: 0]

    private struct Step: Hashable {
        var from: UInt32
        var key: String
        var value: String
    }

    /// `labels` plus one more pair.
    mutating func adding(_ key: String, _ value: String, to labels: ProfileLabels) -> ProfileLabels {
        let step = Step(from: labels.id, key: key, value: value)
        if let known = steps[step] { return ProfileLabels(id: known) }
        guard steps.count < Self.maximumSets else { return labels }
        var pairs = sets[Int(labels.id)].filter { $0.key != key }
        pairs.append((key, value))
        pairs.sort { $0.key < $1.key }
        let flat = pairs.flatMap { [$0.key, $0.value] }
        let id = ids[flat] ?? UInt32(sets.count)
        if id == sets.count {
            sets.append(pairs)
            ids[flat] = id
        }
        steps[step] = id
        return ProfileLabels(id: id)
    }

    /// The pairs of `labels`.
    func pairs(of labels: ProfileLabels) -> [Pair] {
        Int(labels.id) < sets.count ? sets[Int(labels.id)] : []
    }
}

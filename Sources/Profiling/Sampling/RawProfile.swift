/// Samples before their addresses have names.
struct RawProfile: Sendable {
    /// A stack of addresses, and its labels.
    struct Stack: Sendable, Hashable {
        /// Leaf first; each address lies within the instruction that was executed, not after it.
        var addresses: [UInt64]
        var labels = ProfileLabels.none
    }

    var kind: ProfileKind
    var period: Int64
    /// One value for each of the kind's types.
    var stacks: [Stack: [Int64]] = [:]
    var began: Int64 = 0
    var duration: Int64 = 0
    var comments: [String] = []

    init(kind: ProfileKind, period: Int64) {
        self.kind = kind
        self.period = period
    }

    /// Adds the values of a stack.
    mutating func add(_ stack: Stack, _ values: [Int64]) {
        guard var sum = stacks[stack] else {
            stacks[stack] = values
            return
        }
        for index in sum.indices { sum[index] += values[index] }
        stacks[stack] = sum
    }

    /// What has been added since `base` was taken; unchanged stacks are omitted.
    func since(_ base: RawProfile) -> RawProfile {
        var difference = self
        for (stack, values) in base.stacks { difference.add(stack, values.map { -$0 }) }
        difference.stacks = difference.stacks.filter { $0.value.contains { $0 != 0 } }
        difference.began = base.began
        difference.duration = began - base.began
        return difference
    }

    /// The profile with names. Reads symbol tables on the first call; blocks for milliseconds.
    func symbolised() -> Profile { Symboliser.shared.with { ProfileBuilder.profile(of: self, &$0) } }
}

/// What a profile counts.
enum ProfileKind: Sendable, Hashable {
    case heap, cpu, threads

    /// In the order used by Go.
    var sampleTypes: [Profile.ValueType] {
        switch self {
        case .heap:
            [
                Profile.ValueType("alloc_objects", "count"), Profile.ValueType("alloc_space", "bytes"),
                Profile.ValueType("inuse_objects", "count"), Profile.ValueType("inuse_space", "bytes"),
            ]
        case .cpu: [Profile.ValueType("samples", "count"), Profile.ValueType("cpu", "nanoseconds")]
        case .threads: [Profile.ValueType("threads", "count")]
        }
    }

    var defaultSampleType: String {
        switch self {
        case .heap: "inuse_space"
        case .cpu: "cpu"
        case .threads: "threads"
        }
    }

    var periodType: Profile.ValueType {
        switch self {
        case .heap: Profile.ValueType("space", "bytes")
        case .cpu: Profile.ValueType("cpu", "nanoseconds")
        case .threads: Profile.ValueType("threads", "count")
        }
    }
}

/// Bytes used by the profilers themselves: symbol tables, and the samples of a CPU recording so far.
enum ProfilerMemory {
    private static let kept = Locked(0)

    static var bytes: Int { max(0, kept.with { $0 }) }

    /// Adds `bytes`, which may be negative.
    static func add(_ bytes: Int) { kept.with { $0 += bytes } }
}

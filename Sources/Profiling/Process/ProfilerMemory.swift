/// Bytes that the profilers keep for themselves: symbol tables, and what a CPU recording has sampled so far.
enum ProfilerMemory {
    private static let kept = Locked(0)

    static var bytes: Int { max(0, kept.with { $0 }) }

    /// Counts `bytes` more, or fewer.
    static func add(_ bytes: Int) { kept.with { $0 += bytes } }
}

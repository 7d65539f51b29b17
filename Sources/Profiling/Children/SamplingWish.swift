/// What a group of related processes should sample.
public struct SamplingWish: Sendable, Hashable, Codable {
    /// Bytes between samples of allocations, a power of two; `nil` for none.
    public var heapPeriod: Int?
    /// Incremented when the samples of allocations so far should be discarded.
    public var heapGeneration = 0
    /// Samples of CPU time per second; `nil` for none.
    public var cpuFrequency: Int?
    /// Incremented with each recording of CPU time.
    public var cpuGeneration = 0

    public init() {}
}

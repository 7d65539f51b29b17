/// What processes that belong to one another sample.
public struct SamplingWish: Sendable, Hashable, Codable {
    /// Bytes between samples of allocations, a power of two; `nil` for none.
    public var heapPeriod: Int?
    /// Rises when what was sampled of allocations so far is to be forgotten.
    public var heapGeneration = 0
    /// Samples a second of CPU time; `nil` for none.
    public var cpuFrequency: Int?
    /// Rises with each recording of CPU time.
    public var cpuGeneration = 0

    public init() {}
}

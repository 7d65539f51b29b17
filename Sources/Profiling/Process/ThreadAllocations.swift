import CAllocator

/// What one thread allocates and frees from a given moment on; any thread can read it.
///
/// Valid only while the thread lives: the reader must know that it does. Nothing is counted without jemalloc.
@safe public struct ThreadAllocations: @unchecked Sendable {
    // Sendable: the counters are words in the thread's own memory, which only it writes and any thread may read.
    private let counters: StillwaterThreadCounters
    private let allocatedBefore: UInt64
    private let freedBefore: UInt64

    /// Counts what the calling thread does from now on.
    public init() {
        unsafe counters = stillwater_allocator_thread_counters()
        allocatedBefore = unsafe stillwater_allocator_read_counter(counters.allocated)
        freedBefore = unsafe stillwater_allocator_read_counter(counters.deallocated)
    }

    /// Bytes that were allocated, including those freed since.
    public var allocatedBytes: Int {
        Int(clamping: unsafe stillwater_allocator_read_counter(counters.allocated) &- allocatedBefore)
    }

    /// Bytes that were allocated minus those that were freed; below 0 if earlier allocations have been freed. What
    /// other threads free or allocate on this one's behalf does not count.
    public var netBytes: Int {
        allocatedBytes - Int(clamping: unsafe stillwater_allocator_read_counter(counters.deallocated) &- freedBefore)
    }
}

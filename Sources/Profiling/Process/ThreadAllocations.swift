import CAllocator

/// What one thread allocates and frees from a moment on, to be read by any thread.
///
/// Only for as long as the thread lives: whoever reads must know that it does. Nothing is counted without jemalloc.
@safe public struct ThreadAllocations: @unchecked Sendable {
    // Sendable: the counters are words of the thread's own memory, which it alone writes and anybody may read.
    private let counters: StillwaterThreadCounters
    private let allocatedBefore: UInt64
    private let freedBefore: UInt64

    /// Counts what the calling thread does from now on.
    public init() {
        unsafe counters = stillwater_allocator_thread_counters()
        allocatedBefore = unsafe stillwater_allocator_read_counter(counters.allocated)
        freedBefore = unsafe stillwater_allocator_read_counter(counters.deallocated)
    }

    /// Bytes that were allocated, what was freed again included.
    public var allocatedBytes: Int {
        Int(clamping: unsafe stillwater_allocator_read_counter(counters.allocated) &- allocatedBefore)
    }

    /// Bytes that were allocated less those that were freed; below 0 where what was there before has been freed. What other
    /// threads free or allocate for this one does not count.
    public var netBytes: Int {
        allocatedBytes - Int(clamping: unsafe stillwater_allocator_read_counter(counters.deallocated) &- freedBefore)
    }
}

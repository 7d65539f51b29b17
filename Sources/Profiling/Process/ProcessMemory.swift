import CAllocator
import Glibc

/// The composition of the process's memory, in bytes.
public struct ProcessMemory: Sendable, Hashable {
    /// The process's physical memory.
    public var resident: Int
    /// Allocated by malloc; `nil` here and below if jemalloc is not the allocator.
    public var allocated: Int?
    /// Pages with at least one allocation; the rest of their space is fragmentation.
    public var active: Int?
    /// Resident pages of the allocator: active ones, its own, and free ones not yet returned.
    public var allocatorResident: Int?
    /// Address space kept for reuse, without memory behind it.
    public var retained: Int?
    /// The allocator's own bookkeeping.
    public var metadata: Int?

    /// The current values. Takes some ten microseconds.
    public static func current() -> ProcessMemory {
        var statistics = StillwaterAllocatorStatistics()
        let resident = residentBytes
        guard HeapProfiler.servesMalloc, unsafe stillwater_allocator_statistics(&statistics) else {
            return ProcessMemory(resident: resident)
        }
        return ProcessMemory(
            resident: resident, allocated: statistics.allocated, active: statistics.active,
            allocatorResident: statistics.resident, retained: statistics.retained, metadata: statistics.metadata)
    }

    /// The process's physical memory.
    public static var residentBytes: Int {
        guard let text = SystemCall.text(of: "/proc/self/statm") else { return 0 }
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * pageBytes
    }

    /// Bytes that the calling thread has allocated since it started; 0 without jemalloc. Costs next to nothing.
    public static var allocatedByThread: UInt64 { stillwater_allocator_thread_allocated() }

    /// Allocated bytes that belong to the profilers: symbol tables, and samples of CPU time. The allocator's own
    /// samples are part of `metadata`.
    public static var profilerBytes: Int { ProfilerMemory.bytes }

    /// Returns free pages to the system. Takes milliseconds.
    ///
    /// - Throws: `unsupported`, without jemalloc; `systemCall`.
    public static func purge() throws(ProfilingError) {
        guard HeapProfiler.servesMalloc else {
            throw ProfilingError(.unsupported, "Only jemalloc can return memory on request; it is not in use.")
        }
        let error = stillwater_allocator_purge()
        guard error == 0 else { throw .system("purge", errno: error) }
    }

    private static let pageBytes = Int(sysconf(Int32(_SC_PAGESIZE)))
}

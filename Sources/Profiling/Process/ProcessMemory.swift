import CAllocator
import Glibc

/// What the process's memory consists of, in bytes.
public struct ProcessMemory: Sendable, Hashable {
    /// Physical memory that the process has.
    public var resident: Int
    /// Handed out by malloc; `nil` here and below where jemalloc is not the allocator.
    public var allocated: Int?
    /// Pages that hold at least one allocation; what they hold beside is fragmentation.
    public var active: Int?
    /// Resident pages of the allocator: active, its own, and free ones that it has not given back.
    public var allocatorResident: Int?
    /// Address space that is kept for reuse, without memory behind it.
    public var retained: Int?
    /// The allocator's own bookkeeping.
    public var metadata: Int?

    /// As of now. Takes some ten microseconds.
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

    /// Physical memory that the process has.
    public static var residentBytes: Int {
        guard let text = SystemCall.text(of: "/proc/self/statm") else { return 0 }
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * pageBytes
    }

    /// Bytes that the calling thread has allocated since it began; 0 without jemalloc. Costs next to nothing.
    public static var allocatedByThread: UInt64 { stillwater_allocator_thread_allocated() }

    /// Bytes of what is allocated that profilers keep: symbol tables, and samples of CPU time. The allocator's own samples are
    /// a part of `metadata`.
    public static var profilerBytes: Int { ProfilerMemory.bytes }

    /// Gives free pages back to the system. Takes milliseconds.
    ///
    /// - Throws: `unsupported`, without jemalloc; `systemCall`.
    public static func purge() throws(ProfilingError) {
        guard HeapProfiler.servesMalloc else {
            throw ProfilingError(.unsupported, "Only jemalloc can be told to give memory back; it is not in use.")
        }
        let error = stillwater_allocator_purge()
        guard error == 0 else { throw .system("purge", errno: error) }
    }

    private static let pageBytes = Int(sysconf(Int32(_SC_PAGESIZE)))
}

import Glibc

@testable import Profiling

/// Work that profiles must show accurately.
enum KnownWork {
    /// Keeps blocks alive, and releases them at the end.
    final class Blocks {
        fileprivate var pointers: [UnsafeMutableRawPointer] = []

        deinit { for pointer in pointers { free(pointer) } }
    }

    /// `count` blocks of `bytes` each.
    @inline(never)
    static func allocateBlocks(_ count: Int, bytes: Int) -> Blocks {
        let blocks = Blocks()
        blocks.pointers.reserveCapacity(count)
        for _ in 0..<count {
            if let pointer = malloc(bytes) { blocks.pointers.append(pointer) }
        }
        return blocks
    }

    /// Adds and multiplies until the thread has used `milliseconds` of CPU time.
    @inline(never)
    static func burn(milliseconds: Int) -> UInt64 {
        var value: UInt64 = 1
        let start = cpuNanoseconds
        while cpuNanoseconds - start < milliseconds * 1_000_000 {
            for step in 0..<20_000 as Range<UInt64> { value = value &* 6_364_136_223_846_793_005 &+ step }
        }
        return value
    }

    private static var cpuNanoseconds: Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }

    /// Allocates after it has been suspended.
    @inline(never)
    nonisolated(nonsending) static func allocateLater(_ count: Int, bytes: Int) async -> Blocks {
        await Task.yield()
        return allocateBlocks(count, bytes: bytes)
    }

    /// Awaits a function that allocates.
    @inline(never)
    nonisolated(nonsending) static func awaitAllocation(_ count: Int, bytes: Int) async -> Int {
        await Task.yield()
        let blocks = await allocateLater(count, bytes: bytes)
        return blocks.pointers.count
    }
}

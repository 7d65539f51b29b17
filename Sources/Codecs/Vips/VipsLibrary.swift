internal import CVipsShim
internal import Glibc

/// libvips as a whole: started once, with no cache and one worker thread an operation.
package enum VipsLibrary {
    private static let started: Int32 = unsafe sw_start("stillwater")

    /// Starts libvips if that has not happened yet. Safe from every thread; blocks the first time (about 20 ms).
    ///
    /// - Throws: `libraryUnavailable`.
    package static func start() throws(CodecError) {
        guard started == 0 else { throw CodecError(.libraryUnavailable, detail: takeErrorText()) }
    }

    /// Has libvips write to standard error what is not released by its end, and each operation, here and in workers. To
    /// be called before its start, by the first thread.
    package static func report(leaks: Bool, operations: Bool) {
        if leaks { unsafe setenv("VIPS_LEAK", "1", 1) }
        if operations { unsafe setenv("VIPS_TRACE", "1", 1) }
    }

    /// Ends libvips, which is used no more.
    package static func shutDown() { if started == 0 { sw_shutdown() } }

    /// The version in use, such as 8.14.1.
    package static var version: String {
        let version = sw_version()
        return "\(version / 10_000).\(version / 100 % 100).\(version % 100)"
    }

    /// Frees what libvips keeps for the calling thread; call it at the end of a thread that rendered.
    package static func endThread() {
        // Before its start libvips has nothing to free, and crashes.
        if started == 0 { sw_thread_shutdown() }
    }

    /// Bytes in libvips' own pixel buffers now.
    package static var trackedBytes: Int { sw_tracked_bytes() }

    /// The most bytes that libvips' own pixel buffers held at once since the start.
    package static var trackedBytesPeak: Int { sw_tracked_bytes_peak() }

    /// libvips' error text, cut at 1 KiB, without line breaks; empties its buffer.
    static func takeErrorText() -> String {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 1024) { buffer in
            guard let base = buffer.baseAddress else { return "" }
            unsafe sw_take_error(base, buffer.count)
            let lines = unsafe String(cString: base).split(whereSeparator: \.isNewline)
            return lines.joined(separator: "; ")
        }
    }
}

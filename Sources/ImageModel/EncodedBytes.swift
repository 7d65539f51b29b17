/// Bytes in memory that a C library allocated and that are freed exactly once, when the last reference goes.
///
/// Safe to share: the bytes never change after `init`.
package final class EncodedBytes: Sendable {
    // The pointer is set once, never written through, and freed in `deinit`: no access can race.
    private nonisolated(unsafe) let base: UnsafeRawPointer
    package let count: Int
    private let release: @Sendable (UnsafeRawPointer) -> Void

    /// Takes over `count` bytes at `base`; `release` frees them.
    package init(adopting base: UnsafeRawPointer, count: Int, release: @escaping @Sendable (UnsafeRawPointer) -> Void) {
        self.base = base
        self.count = count
        self.release = release
    }

    /// A copy of `bytes`.
    package convenience init(copying bytes: [UInt8]) {
        let copy = UnsafeMutableRawPointer.allocate(byteCount: max(bytes.count, 1), alignment: 1)
        UnsafeMutableRawBufferPointer(start: copy, count: bytes.count).copyBytes(from: bytes)
        self.init(adopting: UnsafeRawPointer(copy), count: bytes.count) { $0.deallocate() }
    }

    deinit { release(base) }

    /// Lends the bytes for the duration of `body`; the pointer must not escape.
    package func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(start: base, count: count))
    }
}

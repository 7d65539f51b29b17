/// Bytes in memory that never change: what a C library allocated and is given back exactly once, when the last holder goes; or
/// an array.
package final class EncodedBytes: Sendable {
    private enum Storage {
        case adopted(UnsafeRawPointer, release: @Sendable (UnsafeRawPointer) -> Void)
        case array([UInt8])
    }

    // The pointer is set once, read-only to everybody, and freed in `deinit`: no access can race.
    private nonisolated(unsafe) let storage: Storage
    package let count: Int

    /// Takes over `count` bytes at `base`; `release` frees them.
    package init(adopting base: UnsafeRawPointer, count: Int, release: @escaping @Sendable (UnsafeRawPointer) -> Void) {
        storage = .adopted(base, release: release)
        self.count = count
    }

    /// The bytes of an array, which is not copied.
    package init(_ bytes: [UInt8]) {
        storage = .array(bytes)
        count = bytes.count
    }

    deinit {
        if case .adopted(let base, let release) = storage { release(base) }
    }

    /// Lends the bytes for the time of `body`; the pointer must not leave it.
    package func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        switch storage {
        case .adopted(let base, _): try body(UnsafeRawBufferPointer(start: base, count: count))
        case .array(let bytes):
            try bytes.withUnsafeBufferPointer { (buffer) throws(Failure) in try body(UnsafeRawBufferPointer(buffer)) }
        }
    }
}

/// Bytes in memory that a C library allocated and that are given back exactly once, when the last holder goes; or those of
/// an array.
///
/// Safe to share: the bytes never change after `init`.
package final class EncodedBytes: Sendable {
    private enum Storage: @unchecked Sendable {
        // The pointer is set once, read-only to everybody, and freed in `deinit`: no access can race.
        case adopted(UnsafeRawPointer, release: @Sendable (UnsafeRawPointer) -> Void)
        case shared([UInt8])
        case lent(EncodedBytes, owner: any AnyObject & Sendable)
    }

    private let storage: Storage
    package let count: Int

    /// Takes over `count` bytes at `base`; `release` frees them.
    package init(adopting base: UnsafeRawPointer, count: Int, release: @escaping @Sendable (UnsafeRawPointer) -> Void) {
        storage = .adopted(base, release: release)
        self.count = count
    }

    /// Those of `bytes`, which are not copied.
    package init(sharing bytes: [UInt8]) {
        storage = .shared(bytes)
        count = bytes.count
    }

    /// A copy of `bytes`.
    package convenience init(copying bytes: [UInt8]) {
        let copy = UnsafeMutableRawPointer.allocate(byteCount: max(bytes.count, 1), alignment: 1)
        UnsafeMutableRawBufferPointer(start: copy, count: bytes.count).copyBytes(from: bytes)
        self.init(adopting: UnsafeRawPointer(copy), count: bytes.count) { $0.deallocate() }
    }

    /// Those of `bytes`, with which `owner` stays as long as anybody has this.
    package init(_ bytes: EncodedBytes, keeping owner: any AnyObject & Sendable) {
        storage = .lent(bytes, owner: owner)
        count = bytes.count
    }

    deinit {
        if case .adopted(let base, let release) = storage { release(base) }
    }

    /// Lends the bytes for the duration of `body`; the pointer must not escape.
    package func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        switch storage {
        case .adopted(let base, _): return try body(UnsafeRawBufferPointer(start: base, count: count))
        case .lent(let bytes, _): return try bytes.withUnsafeBytes(body)
        case .shared(let bytes):
            // The array's own function does not tell which errors it throws.
            let result = bytes.withUnsafeBytes { buffer in
                Swift.Result { () throws(Failure) in try body(buffer) }
            }
            return try result.get()
        }
    }
}

import Glibc

/// A file's bytes in memory, read on access. Reads past the end return zeros: a damaged file has incomplete symbols,
/// which is no reason to crash.
@safe final class MappedFile: @unchecked Sendable {
    // Sendable: the bytes are never written.
    private let base: UnsafeRawPointer
    let count: Int

    /// `nil` if the file cannot be mapped, or is empty.
    init?(path: String) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let size = Int(lseek(descriptor, 0, SEEK_END))
        guard size > 0, let address = unsafe mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0),
            unsafe address != MAP_FAILED
        else { return nil }
        unsafe base = UnsafeRawPointer(address)
        count = size
    }

    deinit { unsafe _ = munmap(UnsafeMutableRawPointer(mutating: base), count) }

    /// The little-endian number at `offset`.
    func load<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type, at offset: Int) -> Number {
        guard offset >= 0, offset <= count - MemoryLayout<Number>.size else { return 0 }
        return unsafe Number(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: type))
    }

    /// The number of eight bytes at `offset`, as an offset or a size.
    func word(at offset: Int) -> Int { Int(truncatingIfNeeded: load(UInt64.self, at: offset)) }

    /// The zero-terminated text at `offset`.
    func string(at offset: Int) -> String {
        guard offset >= 0, offset < count else { return "" }
        let bytes = unsafe UnsafeRawBufferPointer(start: base + offset, count: count - offset)
        return unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// `count` bytes from `offset`, or as many as there are.
    func bytes(at offset: Int, count wanted: Int) -> [UInt8] {
        guard offset >= 0, wanted > 0, offset < count else { return [] }
        return unsafe Array(UnsafeRawBufferPointer(start: base + offset, count: min(wanted, count - offset)))
    }
}

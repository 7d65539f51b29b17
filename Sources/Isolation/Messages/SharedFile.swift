import Glibc
import ImageModel

/// A file in memory that two processes have open: one writes, the other reads, a message in between.
///
/// It is read by copying and never mapped: whoever has it open could make it shorter under a reader.
struct SharedFile: Sendable {
    /// Bytes that stay when a file is cleared.
    static let keptBytes = 1 << 20

    /// Stays the caller's.
    let descriptor: Int32

    /// Puts `blob` into the file from `offset` on.
    ///
    /// - Throws: `unavailable` when there is no room.
    func write(_ blob: UnsafeRawBufferPointer, at offset: Int) throws(IsolationError) {
        guard let base = blob.baseAddress else { return }
        var written = 0
        while written < blob.count {
            let count = pwrite(descriptor, base + written, blob.count - written, off_t(offset + written))
            guard count > 0 || errno == EINTR else {
                throw IsolationError(.unavailable, "There is no room for \(blob.count) bytes (\(errno)).")
            }
            written += max(count, 0)
        }
    }

    /// Fills `buffer` from `offset` on.
    ///
    /// - Throws: `malformed` when the file is shorter.
    func read(_ buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(IsolationError) {
        guard let base = buffer.baseAddress else { return }
        var filled = 0
        while filled < buffer.count {
            let count = pread(descriptor, base + filled, buffer.count - filled, off_t(offset + filled))
            guard count > 0 || (count < 0 && errno == EINTR) else {
                throw IsolationError(.malformed, "Fewer bytes than were said.")
            }
            filled += max(count, 0)
        }
    }

    /// The bytes from `offset` on.
    ///
    /// - Throws: `malformed` when the file is shorter.
    func bytes(_ count: Int, at offset: Int) throws(IsolationError) -> [UInt8] {
        var failure: IsolationError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            do throws(IsolationError) {
                // It may have more room than was asked for.
                let room = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count])
                try read(room, at: offset)
                filled = count
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// The bytes from `offset` on, outside of Swift's arrays.
    ///
    /// - Throws: `malformed` when the file is shorter.
    func encodedBytes(_ count: Int, at offset: Int) throws(IsolationError) -> EncodedBytes {
        let base = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1), alignment: 1)
        do throws(IsolationError) {
            try read(UnsafeMutableRawBufferPointer(start: base, count: count), at: offset)
        } catch {
            base.deallocate()
            throw error
        }
        return EncodedBytes(adopting: UnsafeRawPointer(base), count: count) { $0.deallocate() }
    }

    /// Gives the file's memory back, but for the little that nearly every source and result fits into: taking pages anew
    /// costs more than writing to them.
    func clear() { ftruncate(descriptor, off_t(Self.keptBytes)) }
}

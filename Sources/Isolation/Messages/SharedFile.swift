import Glibc
import ImageModel

/// A memory file that two processes have open: one writes, the other reads, with a message in between.
///
/// It is read by copying and never mapped: either process could truncate it while the other reads.
struct SharedFile: Sendable {
    /// Bytes that remain when a file is cleared.
    static let keptBytes = 1 << 20

    /// Owned by the caller.
    let descriptor: Int32

    /// Writes `blob` to the file, starting at `offset`.
    ///
    /// - Throws: `unavailable` if there is not enough room.
    func write(_ blob: UnsafeRawBufferPointer, at offset: Int) throws(IsolationError) {
        guard let base = blob.baseAddress else { return }
        var written = 0
        while written < blob.count {
            let count = pwrite(descriptor, base + written, blob.count - written, off_t(offset + written))
            guard count > 0 || errno == EINTR else {
                throw IsolationError(.unavailable, "There is not enough room for \(blob.count) bytes (\(errno)).")
            }
            written += max(count, 0)
        }
    }

    /// Fills `buffer` starting at `offset`.
    ///
    /// - Throws: `malformed` if the file is shorter.
    func read(_ buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(IsolationError) {
        guard let base = buffer.baseAddress else { return }
        var filled = 0
        while filled < buffer.count {
            let count = pread(descriptor, base + filled, buffer.count - filled, off_t(offset + filled))
            guard count > 0 || (count < 0 && errno == EINTR) else {
                throw IsolationError(.malformed, "There are fewer bytes than stated.")
            }
            filled += max(count, 0)
        }
    }

    /// The bytes starting at `offset`.
    ///
    /// - Throws: `malformed` if the file is shorter.
    func bytes(_ count: Int, at offset: Int) throws(IsolationError) -> [UInt8] {
        var failure: IsolationError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            do throws(IsolationError) {
                // Its capacity may exceed the request.
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

    /// The bytes starting at `offset`, outside Swift's arrays.
    ///
    /// - Throws: `malformed` if the file is shorter.
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

    /// Releases the file's memory, except for the small part that nearly every source and result fits into: allocating
    /// pages again costs more than writing to them.
    func clear() { ftruncate(descriptor, off_t(Self.keptBytes)) }
}

import Glibc

/// A regular file, open for reading; closed with its last holder.
final class RegularFile: Sendable {
    private let descriptor: CInt
    /// The file's length when it was opened.
    let byteCount: Int
    /// When its content was last changed, in seconds since 1970.
    let modified: Int
    let modifiedNanoseconds: Int

    /// Takes over `descriptor`.
    ///
    /// - Throws: `readFailed`; `descriptor` is closed even then.
    init(adopting descriptor: CInt) throws(SourceError) {
        var status = stat()
        let code = fstat(descriptor, &status) == 0 ? 0 : errno
        self.descriptor = descriptor
        byteCount = Int(status.st_size)
        modified = status.st_mtim.tv_sec
        modifiedNanoseconds = status.st_mtim.tv_nsec
        guard code == 0 else { throw SourceError(errno: code) }
    }

    deinit { close(descriptor) }

    /// All `byteCount` bytes; blocks.
    ///
    /// - Throws: `readFailed`, also if the file's length has changed since it was opened.
    func readAll() throws(SourceError) -> [UInt8] {
        let bytes = try read(from: 0, count: byteCount)
        var extra: UInt8 = 0
        guard pread(descriptor, &extra, 1, off_t(byteCount)) == 0 else { throw Self.changed }
        return bytes
    }

    /// `count` bytes, starting at `offset`; blocks.
    ///
    /// - Throws: `readFailed`, also if the file is shorter.
    func read(from offset: Int, count: Int) throws(SourceError) -> [UInt8] {
        var failure: SourceError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, read in
            do throws(SourceError) {
                read = try fill(
                    UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count]),
                    from: offset)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        guard bytes.count == count else { throw Self.changed }
        return bytes
    }

    private static var changed: SourceError { SourceError(.readFailed, "The file changed while it was read.") }

    /// Reads until `buffer` is full or the file ends; returns the number of bytes read.
    private func fill(_ buffer: UnsafeMutableRawBufferPointer, from start: Int) throws(SourceError) -> Int {
        var count = 0
        while count < buffer.count {
            let rest = buffer[count...]
            let step = pread(
                descriptor, UnsafeMutableRawBufferPointer(rebasing: rest).baseAddress, rest.count,
                off_t(start + count))
            if step == 0 { break }
            if step > 0 {
                count += step
            } else if errno != EINTR {
                throw SourceError(errno: errno)
            }
        }
        return count
    }
}

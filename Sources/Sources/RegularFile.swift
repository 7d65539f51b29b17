import Glibc

/// A regular file, open for reading; closed with its last holder.
final class RegularFile: Sendable {
    private let descriptor: CInt
    /// The file's length when it was opened.
    let byteCount: Int
    /// When its content was changed last, in seconds since 1970.
    let modified: Int

    /// Takes over `descriptor`.
    ///
    /// - Throws: `readFailed`; `descriptor` is closed then, too.
    init(adopting descriptor: CInt) throws(SourceError) {
        var status = stat()
        let code = fstat(descriptor, &status) == 0 ? 0 : errno
        self.descriptor = descriptor
        byteCount = Int(status.st_size)
        modified = status.st_mtim.tv_sec
        guard code == 0 else { throw SourceError(errno: code) }
    }

    deinit { close(descriptor) }

    /// All `byteCount` bytes; blocks.
    ///
    /// - Throws: `readFailed`, also when the file's length has changed since it was opened.
    func readAll() throws(SourceError) -> [UInt8] {
        var failure: SourceError?
        let bytes = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
            do throws(SourceError) {
                count = try fill(UnsafeMutableRawBufferPointer(buffer))
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        var extra: UInt8 = 0
        guard bytes.count == byteCount, pread(descriptor, &extra, 1, off_t(byteCount)) == 0 else {
            throw SourceError(.readFailed, "The file changed while it was read.")
        }
        return bytes
    }

    /// Reads until `buffer` is full or the file ends; gives the number of bytes read.
    private func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
        var count = 0
        while count < byteCount {
            let rest = buffer[count..<byteCount]
            let step = pread(
                descriptor, UnsafeMutableRawBufferPointer(rebasing: rest).baseAddress, rest.count, off_t(count))
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

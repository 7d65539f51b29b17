import Glibc

/// A file that is open for reading; closed with its last holder. All of it blocks.
final class CacheFile: Sendable {
    private let descriptor: CInt
    let byteCount: Int
    /// When it was used last, in seconds since 1970, to about ten minutes.
    let used: Int

    /// `nil` where there is no such file that can be read.
    init?(_ path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
        byteCount = Int(status.st_size)
        used = status.st_mtim.tv_sec
    }

    deinit { close(descriptor) }

    /// The first `count` bytes, or as many as there are; `nil` when the disk gives an error.
    func bytes(first count: Int) -> [UInt8]? {
        let wanted = min(count, byteCount)
        var isWhole = true
        let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, read in
            while read < wanted {
                let count = pread(
                    descriptor, buffer.baseAddress.map { $0 + read }, wanted - read, off_t(read))
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else {
                    isWhole = count == 0
                    return
                }
                read += count
            }
        }
        return isWhole ? bytes : nil
    }

    /// Notes that it was used now.
    func touch() { futimens(descriptor, nil) }

    /// Writes `parts`, one behind the other, to `path` by way of `temporary`, on the same file system: `path` is the old file or
    /// the whole new one. Unless `isFlushed`, a loss of power may leave it in part: its checksums must tell.
    ///
    /// - Returns: 0 or errno.
    static func write(
        _ parts: [UnsafeRawBufferPointer], to path: String, by temporary: String, isFlushed: Bool = false
    ) -> CInt {
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return errno }
        var failure = CInt(0)
        for part in parts where failure == 0 { failure = append(part, to: descriptor) }
        if failure == 0 && isFlushed && fsync(descriptor) != 0 { failure = errno }
        if close(descriptor) != 0 && failure == 0 { failure = errno }
        if failure == 0 && rename(temporary, path) != 0 { failure = errno }
        if failure != 0 { unlink(temporary) }
        return failure
    }

    private static func append(_ bytes: UnsafeRawBufferPointer, to descriptor: CInt) -> CInt {
        var offset = 0
        while offset < bytes.count {
            let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + offset }, bytes.count - offset)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return count < 0 ? errno : EIO }
            offset += count
        }
        return 0
    }

    /// The names in a folder, in any order, but for those that begin with a dot; empty where there is no such folder.
    static func names(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: Int(entry.pointee.d_reclen)) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }
}

import Glibc

/// A place in the file system, held by a descriptor that neither reads nor blocks (`O_PATH`); links are followed.
struct OpenPath: ~Copyable {
    /// `O_PATH`, which the C library defines only for GNU sources; the same on every architecture that Swift supports
    /// on Linux.
    private static let placeOnly: CInt = 0o10_000_000

    private let descriptor: CInt
    private let mode: mode_t

    /// Finds what is at `path`. Blocks as long as the file system does, but never for a pipe's other end or a device.
    ///
    /// - Throws: `notFound`, `notPermitted`, `readFailed`.
    init(_ path: String) throws(SourceError) {
        guard !path.utf8.contains(0) else { throw SourceError(.notFound, "The file does not exist.") }
        let descriptor = Glibc.open(path, Self.placeOnly | O_CLOEXEC)
        guard descriptor >= 0 else { throw SourceError(errno: errno) }
        self.descriptor = descriptor
        var status = stat()
        mode = fstat(descriptor, &status) == 0 ? status.st_mode : 0
    }

    deinit { close(descriptor) }

    var isDirectory: Bool { mode & S_IFMT == S_IFDIR }

    /// The components of the absolute path, without links, of the open file.
    ///
    /// - Throws: `readFailed`.
    func resolvedComponents() throws(SourceError) -> [Substring] {
        let path = withUnsafeTemporaryAllocation(byteCount: Int(PATH_MAX), alignment: 1) { buffer -> String? in
            let text = buffer.bindMemory(to: CChar.self)
            guard let start = text.baseAddress else { return nil }
            let length = readlink(linkPath, start, text.count)
            guard length > 0, length < text.count else { return nil }
            return String(validating: buffer[..<length], as: UTF8.self)
        }
        guard let path, path.first == "/" else {
            throw SourceError(.readFailed, "The file's place could not be determined.")
        }
        return path.split(separator: "/")
    }

    /// The same file, open for reading.
    ///
    /// - Throws: `notAFile` for anything but a regular file, `notPermitted`, `readFailed`.
    func openRegularFile() throws(SourceError) -> RegularFile {
        guard mode & S_IFMT == S_IFREG else {
            throw SourceError(.notAFile, "The source is a directory, a pipe or a device; only files can be read.")
        }
        let reading = Glibc.open(linkPath, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard reading >= 0 else { throw SourceError(errno: errno) }
        return try RegularFile(adopting: reading)
    }

    private var linkPath: String { "/proc/self/fd/\(descriptor)" }
}

extension SourceError {
    /// The error for a system call on a path that failed with `errno`.
    init(errno code: CInt) {
        let cause = SystemCallFailure(errno: code)
        switch code {
        case ENOENT, ENOTDIR, ENAMETOOLONG, ELOOP:
            self.init(.notFound, "The file does not exist.", cause: cause)
        case EACCES, EPERM:
            self.init(.notPermitted, "The file may not be read.", cause: cause)
        default:
            self.init(.readFailed, "The file could not be read.", cause: cause)
        }
    }
}

/// The `errno` of a system call.
struct SystemCallFailure: Error, CustomStringConvertible {
    let errno: CInt

    var description: String { String(cString: strerror(errno)) }
}

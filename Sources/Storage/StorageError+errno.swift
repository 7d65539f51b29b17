import Glibc
import NIOCore

extension StorageError {
    /// The error for a system call that failed with `errno` while doing `action` ("write", "create the folder") to
    /// `path`, which is relative to the store's root.
    init(errno: CInt, while action: String, path: String) {
        let (code, reason) = Self.meaning(of: errno)
        self.init(
            code, "cannot \(action) \(path): \(reason)", cause: IOError(errnoCode: errno, reason: action))
    }

    private static func meaning(of errno: CInt) -> (code: Code, reason: String) {
        switch errno {
        case ENOSPC: (.noSpace, "there is no space left on the disk")
        case EDQUOT: (.noSpace, "the disk quota is used up")
        case EACCES, EPERM: (.notPermitted, "permission denied")
        case EROFS: (.notPermitted, "the file system is read-only")
        case ENAMETOOLONG: (.invalidPath, "a name is longer than the file system allows")
        case ENOTDIR: (.invalidPath, "there is a file where a folder is needed")
        case EISDIR, ENOTEMPTY, EEXIST: (.invalidPath, "there is a folder where the file should go")
        case ELOOP: (.invalidPath, "a symbolic link is in the way")
        case EINVAL, EILSEQ: (.invalidPath, "the file system refuses the name")
        default: (.writeFailed, String(cString: strerror(errno)))
        }
    }
}

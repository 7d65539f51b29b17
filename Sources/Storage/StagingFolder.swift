import Glibc

/// A folder in a store's root for the temporary files of one process, so that the files of a killed process are found
/// without walking the whole store.
///
/// Its owner holds a lock on it, which is released when the process ends, however it ends. Creating a staging folder
/// removes those that are no longer locked.
final class StagingFolder: Sendable {
    /// Permissions before the umask: only the owner has access.
    private static let mode: mode_t = 0o700

    private let root: Owned
    private let folder: Owned
    private let name: String

    /// An open descriptor that is closed with its last reference.
    private final class Owned: Sendable {
        let number: CInt

        init(_ number: CInt) { self.number = number }

        deinit { Glibc.close(number) }
    }

    /// The folder's descriptor, open as long as this object exists.
    var number: CInt { folder.number }

    /// Creates a folder below `root`, which is created too if it is missing; blocks.
    ///
    /// - Throws: `invalidPath`, `noSpace`, `notPermitted`, `writeFailed`.
    init(in root: String) throws(StorageError) {
        do throws(Errno) {
            let root = Owned(try StoreFolder.openRoot(root).release())
            Self.removeAbandoned(in: root.number)
            var made = try Self.make(in: root.number)
            while made == nil { made = try Self.make(in: root.number) }
            guard let made else { throw Errno(number: ENOENT) }
            (self.root, folder, name) = (root, made.folder, made.name)
        } catch {
            throw StorageError(errno: error.number, while: "write to", path: "the store")
        }
    }

    /// A new, locked folder; `nil` if another process took it for an abandoned one before it was locked.
    private static func make(in root: CInt) throws(Errno) -> (folder: Owned, name: String)? {
        let name = "\(StorePath.temporaryPrefix)\(String(UInt64.random(in: 0 ... .max), radix: 36))"
        try Errno.check { mkdirat(root, name, mode) }
        let number = openat(root, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard number >= 0 else {
            guard errno == ENOENT else { throw Errno(number: errno) }
            return nil
        }
        let folder = Owned(number)
        guard flock(number, LOCK_EX | LOCK_NB) == 0, faccessat(root, name, F_OK, 0) == 0 else { return nil }
        return (folder, name)
    }

    deinit {
        Self.removeFiles(in: folder.number)
        unlinkat(root.number, name, AT_REMOVEDIR)
    }

    /// Removes the staging folders in `root` that are not locked. Whatever cannot be removed stays: it does no harm.
    private static func removeAbandoned(in root: CInt) {
        for name in names(in: root) where name.hasPrefix(StorePath.temporaryPrefix) {
            let number = openat(root, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard number >= 0 else { continue }
            let folder = Owned(number)
            guard flock(folder.number, LOCK_EX | LOCK_NB) == 0 else { continue }
            removeFiles(in: folder.number)
            unlinkat(root, name, AT_REMOVEDIR)
        }
    }

    private static func removeFiles(in folder: CInt) {
        for name in names(in: folder) where name.hasPrefix(StorePath.temporaryPrefix) { unlinkat(folder, name, 0) }
    }

    private static func names(in folder: CInt) -> [String] {
        // A separate descriptor, because reading moves its position and closing the stream closes it.
        let number = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard number >= 0 else { return [] }
        guard let stream = fdopendir(number) else {
            Glibc.close(number)
            return []
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                    tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                })
        }
        return names
    }
}

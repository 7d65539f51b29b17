import Glibc

/// Opens the folders of a store and creates missing ones.
///
/// Every folder is opened by name relative to the one before it, so that concurrent changes to the tree cannot lead
/// outside. A symbolic link is followed only if it leads to a folder below the root; that is checked on the opened
/// folder itself, by going up from it.
enum StoreFolder {
    /// Permissions before the umask: those of any new folder.
    private static let mode: mode_t = 0o755

    /// Opens the folder for `path` below `root`, creating both if necessary; blocks.
    ///
    /// - Throws: `invalidPath`, `noSpace`, `notPermitted`, `writeFailed`.
    static func open(root: String, for path: StorePath) throws(StorageError) -> Descriptor {
        var folder = try checked("open", "the store") { () throws(Errno) in try openRoot(root) }
        guard !path.folders.isEmpty else { return folder }
        let top = try checked("open", "the store") { () throws(Errno) in try folder.identity() }
        for (depth, name) in path.folders.enumerated() {
            let shown = path.folders[...depth].joined(separator: "/")
            folder = try checked("open the folder", shown) { () throws(Errno) in
                try make(name, in: folder.number)
                return try openChild(name, in: folder.number, below: top)
            }
        }
        return folder
    }

    /// Opens the root, creating it if necessary; blocks. It may be a symbolic link or lead through some: the operator
    /// chose it.
    ///
    /// - Throws: errno.
    static func openRoot(_ root: String) throws(Errno) -> Descriptor {
        do throws(Errno) {
            return try Descriptor.open(root, flags: O_RDONLY | O_DIRECTORY)
        } catch {
            guard error.number == ENOENT else { throw error }
        }
        for end in root.indices where root[end] == "/" && end != root.startIndex {
            try make(String(root[..<end]), in: AT_FDCWD)
        }
        try make(root, in: AT_FDCWD)
        return try Descriptor.open(root, flags: O_RDONLY | O_DIRECTORY)
    }

    /// Creates a folder unless the name is taken; when this returns, a new folder's entry in its parent is on disk.
    private static func make(_ name: String, in parent: CInt) throws(Errno) {
        do throws(Errno) {
            try Errno.check { mkdirat(parent, name, mode) }
        } catch {
            // Any folder may exist already; on a read-only file system this is the only way to find out.
            let exists = error.number == EEXIST || faccessat(parent, name, F_OK, 0) == 0
            guard exists else { throw error }
            return
        }
        if parent != AT_FDCWD { try Errno.check { fsync(parent) } }
    }

    private static func openChild(
        _ name: String, in parent: CInt, below top: FileIdentity
    ) throws(Errno) -> Descriptor {
        do throws(Errno) {
            return try Descriptor.open(name, at: parent, flags: O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
        } catch {
            // What O_NOFOLLOW reports for a link: ELOOP, or ENOTDIR together with O_DIRECTORY.
            guard error.number == ELOOP || error.number == ENOTDIR else { throw error }
        }
        let target = try Descriptor.open(name, at: parent, flags: O_RDONLY | O_DIRECTORY)
        guard try lies(target, below: top) else { throw Errno(number: ELOOP) }
        return target
    }

    /// Whether going up from `folder` meets `top` before the root of the file system, which is its own parent.
    private static func lies(_ folder: borrowing Descriptor, below top: FileIdentity) throws(Errno) -> Bool {
        var here = try folder.identity()
        var parent = try Descriptor.open("..", at: folder.number, flags: O_RDONLY | O_DIRECTORY)
        while here != top {
            let above = try parent.identity()
            if above == here { return false }
            here = above
            parent = try Descriptor.open("..", at: parent.number, flags: O_RDONLY | O_DIRECTORY)
        }
        return true
    }

    private static func checked<Result: ~Copyable>(
        _ action: String, _ path: String, _ body: () throws(Errno) -> Result
    ) throws(StorageError) -> Result {
        do throws(Errno) { return try body() } catch {
            throw StorageError(errno: error.number, while: action, path: path)
        }
    }
}

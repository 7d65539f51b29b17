import Glibc
import ImageModel

/// The images below a folder, as items of a batch; uses memory only for the folders that are open.
///
/// Files and folders come in the order of the file system. Hidden ones are skipped, links to folders are not followed,
/// and a file that does not begin like an image is not listed. Blocks for each folder and file.
package struct FolderListing: Sequence, IteratorProtocol {
    /// How sources are written.
    package enum Naming: Sendable {
        /// Absolute paths.
        case paths
        /// `local:///…`, below this folder of a root.
        case local(below: String)
    }

    private let naming: Naming
    private var open: [OpenFolder] = []
    private var count = 0

    /// The listing of `folder`, an absolute path.
    ///
    /// - Throws: `manifestUnreadable`.
    package init(of folder: String, naming: Naming) throws(JobError) {
        self.naming = naming
        guard let first = OpenFolder(path: folder, relative: "") else {
            throw JobError(.manifestUnreadable, "\(folder) cannot be read: \(String(cString: strerror(errno))).")
        }
        open = [first]
    }

    package mutating func next() -> NewItem? {
        while let folder = open.last {
            guard let name = folder.next() else {
                open.removeLast()
                continue
            }
            if name.hasPrefix(".") { continue }
            if let item = take(name, in: folder) { return item }
        }
        return nil
    }

    /// The item for a file; a folder is opened instead.
    private mutating func take(_ name: String, in folder: OpenFolder) -> NewItem? {
        var status = stat()
        guard fstatat(folder.number, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
        let relative = folder.relative.isEmpty ? name : "\(folder.relative)/\(name)"
        if status.st_mode & S_IFMT == S_IFDIR {
            // A folder that cannot be read is skipped, as `find` does; its files were never named.
            if let inner = OpenFolder(path: "\(folder.path)/\(name)", relative: relative) { open.append(inner) }
            return nil
        }
        // Apart from files, only links can lead to a file; and opening a pipe would never end.
        guard fstatat(folder.number, name, &status, 0) == 0, status.st_mode & S_IFMT == S_IFREG,
            Self.isImage(name, in: folder.number)
        else { return nil }
        count += 1
        return NewItem(source: source(folder, name, relative), line: count, values: ["dir": folder.relative])
    }

    private func source(_ folder: OpenFolder, _ name: String, _ relative: String) -> String {
        switch naming {
        case .paths: return "\(folder.path)/\(name)"
        case .local(let below):
            let path = below.isEmpty ? relative : "\(below)/\(relative)"
            return "local:///" + Self.encoded(path)
        }
    }

    /// Percent-encoded except for slashes and the unreserved characters of RFC 3986.
    private static func encoded(_ path: String) -> String {
        var text = ""
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default: text += byte < 16 ? "%0\(String(byte, radix: 16))" : "%\(String(byte, radix: 16))"
            }
        }
        return text
    }

    private static func isImage(_ name: String, in folder: CInt) -> Bool {
        let file = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return false }
        defer { close(file) }
        var head = [UInt8](repeating: 0, count: ImageFormat.drawingSignatureBytes)
        let count = read(file, &head, head.count)
        return count > 0 && ImageFormat(signatureOf: head[..<count]) != nil
    }
}

/// A folder that is being read.
private final class OpenFolder {
    let path: String
    let relative: String
    private let stream: OpaquePointer

    init?(path: String, relative: String) {
        guard let stream = opendir(path) else { return nil }
        self.path = path == "/" ? "" : path.hasSuffix("/") ? String(path.dropLast()) : path
        self.relative = relative
        self.stream = stream
    }

    deinit { closedir(stream) }

    var number: CInt { dirfd(stream) }

    func next() -> String? {
        guard let entry = readdir(stream) else { return nil }
        return withUnsafePointer(to: &entry.pointee.d_name) { tuple in
            tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
    }
}

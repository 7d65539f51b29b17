import Foundation
import ImageModel
import ImageService
import Sources

/// The sources named by the arguments of `render`, one after another: URLs, files, and every image below a folder.
///
/// Folders are read as the walk proceeds, in order of their names; only the open folders are kept in memory, whatever
/// the size of the tree. Blocks for each folder and for the first bytes of each file in one.
struct SourceWalk: Sequence, IteratorProtocol {
    /// One source, or the error in an argument.
    struct Item {
        /// As shown to the user.
        var name: String
        /// Relative to the folder given as an argument; empty for others.
        var directory: String
        var source: Asked.Source
    }

    /// What remains to be visited, the next one last.
    private var pending: [Entry]
    private let excluded: String

    private struct Entry {
        var path: String
        var directory: String
        /// Given by the user: anything wrong with it is an error. Otherwise it is skipped.
        var isArgument: Bool
    }

    /// `outputFolder` is skipped if it lies below an argument.
    init(_ arguments: [String], outputFolder: String) {
        pending = arguments.reversed().map { Entry(path: $0, directory: "", isArgument: true) }
        excluded = Self.real(outputFolder)
    }

    mutating func next() -> Item? {
        while let entry = pending.popLast() {
            if entry.isArgument, entry.path.contains("://") {
                return Item(name: entry.path, directory: "", source: .init(named: entry.path))
            }
            if Self.isFolder(entry.path) {
                open(entry)
            } else if entry.isArgument || Self.isImage(entry.path) {
                return Item(
                    name: entry.path, directory: entry.directory,
                    source: .reference(.file(path: entry.path)))
            }
        }
        return nil
    }

    private mutating func open(_ entry: Entry) {
        guard Self.real(entry.path) != excluded else { return }
        // A folder that cannot be read is skipped, as `find` does; its files were never named.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: entry.path)) ?? []
        for name in names.sorted(by: >) where !name.hasPrefix(".") {
            let path = entry.path.hasSuffix("/") ? entry.path + name : "\(entry.path)/\(name)"
            // Links to folders are not followed: they may form cycles.
            if Self.isLink(path), Self.isFolder(path) { continue }
            let folder = Self.isFolder(path)
            let directory = folder ? (entry.directory.isEmpty ? name : "\(entry.directory)/\(name)") : entry.directory
            pending.append(Entry(path: path, directory: directory, isArgument: false))
        }
    }

    /// The absolute path without links.
    private static func real(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    private static func isLink(_ path: String) -> Bool {
        // Fails for everything that is not a link.
        (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
    }

    /// Decided by the leading bytes, as everywhere. A file that cannot be opened is not an image, and anything but a
    /// file is not opened: a pipe would never answer.
    private static func isImage(_ path: String) -> Bool {
        // Fails for files that have disappeared in the meantime, and for dangling links.
        let type = (try? FileManager.default.attributesOfItem(atPath: real(path)))?[.type] as? FileAttributeType
        guard type == .typeRegular, let file = FileHandle(forReadingAtPath: path) else { return false }
        defer { file.closeFile() }
        guard let head = try? file.read(upToCount: ImageFormat.drawingSignatureBytes) else { return false }
        return ImageFormat(signatureOf: head) != nil
    }
}

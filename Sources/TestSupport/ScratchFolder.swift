import Foundation

/// An empty folder for one test, removed with its contents when its last reference goes.
package final class ScratchFolder: Sendable {
    /// Absolute, without a slash at the end.
    package let path: String

    /// - Throws: Foundation's error if the folder cannot be created.
    package init() throws {
        path = FileManager.default.temporaryDirectory.path(percentEncoded: false) + "/stillwater-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        // A folder that cannot be removed harms no test.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Writes `bytes` to a file, creating the folders on the way.
    ///
    /// - Throws: Foundation's error.
    package func write(_ bytes: [UInt8], to name: String) throws {
        let file = URL(filePath: path).appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }

    /// Creates a symbolic link; `target` is stored in the link as it is.
    ///
    /// - Throws: Foundation's error.
    package func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: "\(path)/\(name)", withDestinationPath: target)
    }

    /// - Throws: Foundation's error if the file cannot be read.
    package func bytes(of name: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: URL(filePath: path).appending(path: name)))
    }

    /// Files below it, without folders, in alphabetical order, including hidden ones.
    package var files: [String] {
        let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        return names.filter { name in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isFolder)
                && !isFolder.boolValue
        }.sorted()
    }
}

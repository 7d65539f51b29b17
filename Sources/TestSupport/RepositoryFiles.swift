import Foundation

/// Locates the files that tests read: next to the sources, and in the corpus if the machine has one.
package enum RepositoryFiles {
    /// The path of the working copy, derived from the location of this file when it was compiled.
    package static let root = url.path(percentEncoded: false)

    /// The path of the project's own small pictures.
    package static let fixtures = url.appending(path: "Tests/Fixtures").path(percentEncoded: false)

    /// The path of the folder with pictures of every kind: `STILLWATER_CORPUS`, or `shared/corpus` next to the working
    /// copy; `nil` if there is no manifest.
    package static let corpus: String? = {
        let beside = url.deletingLastPathComponent().appending(path: "shared/corpus").path(percentEncoded: false)
        let folder = ProcessInfo.processInfo.environment["STILLWATER_CORPUS"] ?? beside
        return FileManager.default.isReadableFile(atPath: folder + "/manifest.csv") ? folder : nil
    }()

    private static let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The bytes of a fixture, such as `jpeg/grey.jpg`.
    ///
    /// - Throws: Foundation's error if the file cannot be read.
    package static func fixture(_ path: String) throws -> [UInt8] { try bytes(path, in: fixtures) }

    /// The bytes of a file below `folder`.
    ///
    /// - Throws: Foundation's error if the file cannot be read.
    package static func bytes(_ path: String, in folder: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: URL(filePath: folder).appending(path: path)))
    }
}

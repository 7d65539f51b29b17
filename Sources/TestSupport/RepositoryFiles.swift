import Foundation

/// Where the files that tests read are: beside the sources, and in the corpus when the machine has one.
package enum RepositoryFiles {
    /// The path of the working copy, told by where this file was when it was compiled.
    package static let root = url.path(percentEncoded: false)

    /// The path of the project's own small pictures.
    package static let fixtures = url.appending(path: "Tests/Fixtures").path(percentEncoded: false)

    /// The path of the folder with pictures of every kind: `STILLWATER_CORPUS`, or `shared/corpus` beside the working
    /// copy; `nil` when there is no manifest.
    package static let corpus: String? = {
        let beside = url.deletingLastPathComponent().appending(path: "shared/corpus").path(percentEncoded: false)
        let folder = ProcessInfo.processInfo.environment["STILLWATER_CORPUS"] ?? beside
        return FileManager.default.isReadableFile(atPath: folder + "/manifest.csv") ? folder : nil
    }()

    private static let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The bytes of a fixture, such as `jpeg/grey.jpg`.
    ///
    /// - Throws: Foundation's error when the file can't be read.
    package static func fixture(_ path: String) throws -> [UInt8] { try bytes(path, in: fixtures) }

    /// The bytes of a file below `folder`.
    ///
    /// - Throws: Foundation's error when the file can't be read.
    package static func bytes(_ path: String, in folder: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: URL(filePath: folder).appending(path: path)))
    }
}

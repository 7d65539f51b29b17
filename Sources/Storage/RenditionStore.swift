package import ImageModel
import ObjectStorage

/// Where renditions are put, by their paths: below a folder, or below a prefix in a bucket.
package enum RenditionStore: Sendable {
    case folder(DirectoryStore)
    case bucket(BucketStore)

    /// The folder, or the prefix with its bucket: what stands before the paths.
    package var place: String {
        switch self {
        case .folder(let folder): folder.root
        case .bucket(let bucket): bucket.prefix.description
        }
    }

    /// The size of the file at `relativePath` in bytes; `nil` if there is no such file, or the store does not say.
    package func byteCount(of relativePath: String) async -> Int? {
        switch self {
        case .folder(let folder): await folder.byteCount(of: relativePath)
        case .bucket(let bucket): await bucket.byteCount(of: relativePath)
        }
    }

    /// Writes `bytes` to `relativePath`, replacing any file there. When it returns, they are kept as durably as the store can; a
    /// reader sees the old file or the new one, never a part.
    ///
    /// - Throws: `invalidPath`, `noSpace`, `notPermitted`, `writeFailed`, `unavailable`, `cancelled`.
    package func write(
        _ bytes: EncodedBytes, to relativePath: String, as kind: StoredKind
    ) async throws(StorageError) {
        switch self {
        case .folder(let folder): try await folder.write(bytes, to: relativePath)
        case .bucket(let bucket): try await bucket.write(bytes, to: relativePath, as: kind)
        }
    }
}

import Glibc
package import ImageModel
import NIOPosix
import Synchronization

/// A folder that renditions are written to.
package struct DirectoryStore: Sendable {
    /// The folder that all paths are relative to; created by the first write if it is missing.
    package let root: String

    /// Where temporary files go; `nil`: next to the files that they become.
    private let staging: StagingFolder?
    private let threads: NIOThreadPool

    package init(root: String) {
        self.init(root: root, staging: nil, threads: .singleton)
    }

    init(root: String, staging: StagingFolder?, threads: NIOThreadPool) {
        self.root = root
        self.staging = staging
        self.threads = threads
    }

    /// The size of the file at `relativePath` in bytes; `nil` if there is no such file. Does not block the caller.
    package func byteCount(of relativePath: String) async -> Int? {
        let root = root
        // An invalid path has no file; nor can one be found once the pool has stopped.
        guard let path = try? StorePath(relativePath) else { return nil }
        return try? await threads.runIfActive {
            var status = stat()
            guard lstat("\(root)/\(path.text)", &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
            return Int(status.st_size)
        }
    }

    /// Writes `bytes` to `relativePath`, replacing any file there; missing folders on the way are created.
    ///
    /// When it returns, both the file and its name are on disk. A reader sees the old file or the new one, never a
    /// part; after a failure or a cancellation the old one remains. Does not block the caller: it runs on the pool for
    /// blocking calls.
    ///
    /// - Throws: `invalidPath` (also when a symbolic link leads out of the root), `noSpace`, `notPermitted`,
    ///   `writeFailed`, `cancelled`.
    package func write(_ bytes: EncodedBytes, to relativePath: String) async throws(StorageError) {
        let path = try StorePath(relativePath)
        let (root, staging) = (root, staging)
        let cancellation = Cancellation()
        let result: Result<Void, StorageError>
        do {
            result = try await withTaskCancellationHandler {
                try await threads.runIfActive {
                    Result { () throws(StorageError) in
                        let folder = try StoreFolder.open(root: root, for: path)
                        try AtomicFile.write(bytes, to: path, in: folder, staging: staging) { cancellation.isRequested }
                    }
                }
            } onCancel: {
                cancellation.request()
            }
        } catch is CancellationError {
            throw StorageError(.cancelled, "writing \(path.text) was cancelled")
        } catch {
            throw StorageError(.writeFailed, "cannot write \(path.text): the thread pool is not running", cause: error)
        }
        try result.get()
    }
}

/// A request to stop, for a thread that cannot see the task.
private final class Cancellation: Sendable {
    private let flag = Atomic(false)

    var isRequested: Bool { flag.load(ordering: .relaxed) }

    func request() { flag.store(true, ordering: .relaxed) }
}

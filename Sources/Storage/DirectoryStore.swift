package import ImageModel
import NIOPosix
import Synchronization

/// A folder that renditions are written to.
package struct DirectoryStore: Sendable {
    /// The folder that all paths are relative to; made by the first write when it is missing.
    package let root: String

    package init(root: String) {
        self.root = root
    }

    /// Puts `bytes` at `relativePath`, in the place of what was there; folders on the way are made.
    ///
    /// When it returns, file and name are on the disk. A reader sees the old file or the new, never a part; after a
    /// failure or a cancellation the old one stands. Does not block the caller: runs on the pool for blocking calls.
    ///
    /// - Throws: `invalidPath` (also when a symbolic link leads out of the root), `noSpace`, `notPermitted`,
    ///   `writeFailed`, `cancelled`.
    package func write(_ bytes: EncodedBytes, to relativePath: String) async throws(StorageError) {
        let path = try StorePath(relativePath)
        let root = root
        let cancellation = Cancellation()
        let result: Result<Void, StorageError>
        do {
            result = try await withTaskCancellationHandler {
                try await NIOThreadPool.singleton.runIfActive {
                    Result { () throws(StorageError) in
                        let folder = try StoreFolder.open(root: root, for: path)
                        try AtomicFile.write(bytes, to: path, in: folder) { cancellation.isRequested }
                    }
                }
            } onCancel: {
                cancellation.request()
            }
        } catch is CancellationError {
            throw StorageError(.cancelled, "writing \(path.text) was cancelled")
        } catch {
            throw StorageError(.writeFailed, "cannot write \(path.text): the thread pool does not run", cause: error)
        }
        try result.get()
    }
}

/// The wish to stop, told to a thread that cannot see the task.
private final class Cancellation: Sendable {
    private let flag = Atomic(false)

    var isRequested: Bool { flag.load(ordering: .relaxed) }

    func request() { flag.store(true, ordering: .relaxed) }
}

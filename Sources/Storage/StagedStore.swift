import NIOPosix

/// A store for many files at once. It has one folder for temporary files, which the next process clears if this one is
/// killed, and threads of its own, because a file that waits for the disk blocks a thread.
///
/// Call `shutDown` when it is no longer needed.
package struct StagedStore: Sendable {
    package let store: DirectoryStore
    private let threads: NIOThreadPool

    /// How many files are flushed to disk at once: journalling file systems write them together. Measured on ext4: 140
    /// files a second with one thread, 5,100 with 8, 3,500 with 32.
    private static let threadCount = 8

    /// A store at `root`, which is created if it is missing; blocks.
    ///
    /// - Throws: `invalidPath`, `noSpace`, `notPermitted`, `writeFailed`.
    package init(root: String) throws(StorageError) {
        let staging = try StagingFolder(in: root)
        threads = NIOThreadPool(numberOfThreads: Self.threadCount)
        threads.start()
        store = DirectoryStore(root: root, staging: staging, threads: threads)
    }

    /// Stops the threads. Call it when nothing is being written any more.
    package func shutDown() async {
        do {
            try await threads.shutdownGracefully()
        } catch {
            // Only threads that never started can fail to stop.
        }
    }
}

import NIOCore
import NIOPosix

/// Runs tasks on its own threads, in the order in which they become ready.
final class ThreadsExecutor: TaskExecutor {
    /// For tests that compute: one thread per core.
    static let computing = ThreadsExecutor(threads: System.coreCount)

    private let threads: NIOThreadPool

    /// The threads live as long as the process.
    private init(threads: Int) {
        self.threads = NIOThreadPool(numberOfThreads: threads)
        self.threads.start()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        threads.submit { _ in job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

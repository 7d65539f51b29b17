import Dispatch
import Foundation
import NIOConcurrencyHelpers

/// The thread that starts all workers, which lives as long as the process: the kernel kills a worker when the thread
/// that started it ends, not when that thread's process does.
final class StarterThread: Sendable {
    static let shared = StarterThread()

    private let jobs = NIOLockedValueBox<[@Sendable () -> Void]>([])
    private let wakeUps = DispatchSemaphore(value: 0)

    private init() {
        let thread = Thread { [jobs, wakeUps] in
            while true {
                wakeUps.wait()
                let job = jobs.withLockedValue { $0.removeFirst() }
                job()
            }
        }
        thread.name = "worker-starter"
        thread.start()
    }

    /// The result of `work`, run on that thread. Blocks: starting a process takes about a millisecond.
    func run(_ work: @escaping @Sendable () -> Int32) -> Int32 {
        let result = NIOLockedValueBox<Int32>(0)
        let isDone = DispatchSemaphore(value: 0)
        jobs.withLockedValue { jobs in
            jobs.append {
                let value = work()
                result.withLockedValue { $0 = value }
                isDone.signal()
            }
        }
        wakeUps.signal()
        isDone.wait()
        return result.withLockedValue { $0 }
    }
}

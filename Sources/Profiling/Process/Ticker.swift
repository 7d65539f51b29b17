import CSampler
import Dispatch
import Glibc

/// A dedicated thread that does the same thing repeatedly: it keeps going when all threads of a pool are busy, and
/// wakes no other thread.
final class Ticker: Sendable {
    private final class Loop: Sendable {
        let end = DispatchSemaphore(value: 0)
        let ended = DispatchSemaphore(value: 0)
        let name: String
        let interval: DispatchTimeInterval
        let work: @Sendable () -> Void

        init(_ name: String, _ interval: DispatchTimeInterval, _ work: @escaping @Sendable () -> Void) {
            self.name = name
            self.interval = interval
            self.work = work
        }

        func run() {
            unsafe sampler_name_thread(name)
            while end.wait(timeout: .now() + interval) == .timedOut { work() }
            ended.signal()
        }
    }

    private let loop: Loop

    /// Calls `work` from now on, each time `interval` after it has returned, on a thread called `name`, of at most 15
    /// bytes.
    ///
    /// - Throws: `systemCall`.
    init(
        _ name: String, every interval: DispatchTimeInterval, _ work: @escaping @Sendable () -> Void
    ) throws(ProfilingError) {
        loop = Loop(name, interval, work)
        let context = unsafe Unmanaged.passRetained(loop)
        var thread = pthread_t()
        let error = unsafe pthread_create(
            &thread, nil,
            { context in
                if let context = unsafe context { unsafe Unmanaged<Loop>.fromOpaque(context).takeRetainedValue().run() }
                return nil
            }, context.toOpaque())
        guard error == 0 else {
            unsafe context.release()
            throw .system("pthread_create", errno: error)
        }
        pthread_detach(thread)
    }

    /// Returns when `work` is no longer running. Call it once.
    func stop() {
        loop.end.signal()
        loop.ended.wait()
    }
}

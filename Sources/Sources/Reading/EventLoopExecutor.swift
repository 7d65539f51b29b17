package import NIOCore
import NIOPosix

/// Runs tasks on an event loop.
package final class EventLoopExecutor: TaskExecutor {
    private let eventLoop: any EventLoop

    package init(_ eventLoop: any EventLoop) { self.eventLoop = eventLoop }

    /// For the event loop whose thread this is called on; `nil` elsewhere.
    ///
    /// For unstructured tasks, which do not stay on the event loop of the task that creates them.
    package static var current: EventLoopExecutor? {
        MultiThreadedEventLoopGroup.currentEventLoop.map { EventLoopExecutor($0) }
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        eventLoop.execute { [self] in job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
}

/// What became of workers since the start, and how many there are.
package struct WorkerCounts: Sendable, Hashable {
    /// Why a worker was ended.
    package enum Cause: String, Sendable, Hashable, CaseIterable {
        /// It had done its number of jobs, or had grown.
        case spent
        /// It had had nothing to do for a while.
        case unused
        /// It ended on its own: a crash, or no memory.
        case crashed
        /// The kernel ended it at something that it must not do.
        case forbidden
        /// It took longer than it may.
        case overdue
        /// Its answer was none.
        case malformed
        /// Nobody waited for its answer any more.
        case cancelled
    }

    /// Workers that were started.
    package var started = 0
    /// Starts that failed.
    package var unavailable = 0
    /// Workers that there are, with and without work.
    package var running = 0
    /// Of those, the ones that have nothing to do.
    package var idle = 0
    /// What idle workers hold that no other process shares, without what they keep of sources.
    package var idleBytes = 0
    /// Workers that were ended, by cause.
    package private(set) var ended: [Cause: Int] = [:]

    package init() {}

    /// Those that were ended because of what they did.
    package var failed: Int {
        Cause.allCases.filter { ![.spent, .unused, .cancelled].contains($0) }.reduce(0) { $0 + (ended[$1] ?? 0) }
    }

    mutating func countStart() {
        started += 1
        running += 1
    }

    /// Takes back `countStart`.
    mutating func countFailedStart() {
        unavailable += 1
        started -= 1
        running -= 1
    }

    mutating func countEnd(_ cause: Cause) {
        ended[cause, default: 0] += 1
        running -= 1
    }
}

extension WorkerCounts.Cause {
    /// The cause behind an error; `isForbidden`: the kernel says that it ended the worker at a call.
    init(_ code: IsolationError.Code, isForbidden: Bool) {
        self =
            switch code {
            case _ where isForbidden: .forbidden
            case .ended, .unavailable: .crashed
            case .outOfTime: .overdue
            case .interrupted: .cancelled
            case .malformed: .malformed
            }
    }
}

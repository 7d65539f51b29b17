/// What has happened to workers since the start, and how many there are.
package struct WorkerCounts: Sendable, Hashable {
    /// Why a worker was ended.
    package enum Cause: String, Sendable, Hashable, CaseIterable {
        /// It had done its number of jobs, or had grown too large.
        case spent
        /// It had been idle for a while.
        case unused
        /// It ended by itself: a crash, or not enough memory.
        case crashed
        /// The kernel killed it for something forbidden.
        case forbidden
        /// It took longer than allowed.
        case overdue
        /// Its answer was not valid.
        case malformed
        /// Nobody was waiting for its answer any more.
        case cancelled
    }

    /// Workers that were started.
    package var started = 0
    /// Starts that failed.
    package var unavailable = 0
    /// Existing workers, busy or idle.
    package var running = 0
    /// Idle ones among them.
    package var idle = 0
    /// Memory of idle workers that no other process shares, without the sources that they keep.
    package var idleBytes = 0
    /// Workers that have ended, by cause.
    package private(set) var ended: [Cause: Int] = [:]

    package init() {}

    /// Those that ended because of what they did.
    package var failed: Int {
        Cause.allCases.filter { ![.spent, .unused, .cancelled].contains($0) }.reduce(0) { $0 + (ended[$1] ?? 0) }
    }

    mutating func countStart() {
        started += 1
        running += 1
    }

    /// Reverts `countStart`.
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
    /// The cause for an error; `isForbidden`: the kernel reports that it killed the worker for a system call.
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

import NIOConcurrencyHelpers
import Profiling

/// Counts how often the service took more memory than it may.
package final class BudgetWatch: Sendable {
    private struct Seen {
        var isOver = false
        var times = 0
    }

    private let budget: Budget
    private let limitBytes: Int
    private let residentBytes: @Sendable () -> Int
    private let seen = NIOLockedValueBox(Seen())

    /// Watches `budget`, and whether `residentBytes`, by default the process's, stays below `limitBytes`.
    package init(
        _ budget: Budget, limitBytes: Int,
        residentBytes: @escaping @Sendable () -> Int = { ProcessMemory.residentBytes }
    ) {
        self.budget = budget
        self.limitBytes = limitBytes
        self.residentBytes = residentBytes
    }

    /// How often more was held than the budget has, a render took more than its plan said, or the process was above the
    /// limit; the last is only checked when this is called.
    package var timesOver: Int {
        let gauges = budget.gauges
        let isOver = residentBytes() > limitBytes
        let found = seen.withLockedValue { seen in
            if isOver, !seen.isOver { seen.times += 1 }
            seen.isOver = isOver
            return seen.times
        }
        return gauges.overruns + gauges.exceeded + found
    }
}

extension ImageService {
    /// A watch over the budget, and over `--memory-limit` for the process as a whole.
    package func budgetWatch() -> BudgetWatch { BudgetWatch(budget, limitBytes: memory.limitBytes) }
}

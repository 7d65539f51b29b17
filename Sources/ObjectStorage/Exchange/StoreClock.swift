import Glibc
import NIOConcurrencyHelpers

/// The time as the store sees it: this machine's, and what it is off by, which is learned from the store's own answers.
package final class StoreClock: Sendable {
    private let skew = NIOLockedValueBox(0)
    private let system: @Sendable () -> Int

    /// `system` is in seconds since 1970.
    package init(system: @escaping @Sendable () -> Int = { time(nil) }) { self.system = system }

    /// Seconds since 1970.
    package func now() -> Int { system() + skew.withLockedValue { $0 } }

    /// Takes the time from the `Date` of an answer; says whether that changes anything, so that the request is worth another
    /// try.
    func learn(from date: String?) -> Bool {
        guard let date, let there = CalendarTime(httpDate: date) else { return false }
        let difference = there.secondsSince1970 - system()
        return skew.withLockedValue { skew in
            defer { skew = difference }
            // An answer takes its time.
            return abs(difference - skew) > 30
        }
    }
}

package import Foundation

/// Tells the time of day to a store; one that a test can set.
package struct JobClock: Sendable {
    package var now: @Sendable () -> Date

    package init(now: @escaping @Sendable () -> Date) { self.now = now }

    package static let system = JobClock { Date() }
}

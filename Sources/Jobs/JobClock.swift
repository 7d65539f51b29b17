package import Foundation

/// Tells a store the time of day; a test can set it.
package struct JobClock: Sendable {
    package var now: @Sendable () -> Date

    package init(now: @escaping @Sendable () -> Date) { self.now = now }

    package static let system = JobClock { Date() }
}

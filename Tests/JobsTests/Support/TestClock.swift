import Foundation
import NIOConcurrencyHelpers

@testable import Jobs

/// A time of day that does not change until a test sets it.
final class TestClock: Sendable {
    private let time = NIOLockedValueBox(Date(milliseconds: 1_700_000_000_000))

    var now: Date { time.withLockedValue { $0 } }

    func advance(by duration: Duration) { time.withLockedValue { $0 += duration / .seconds(1) } }

    var clock: JobClock { JobClock { self.now } }
}

package import Foundation
package import Jobs

/// How many items are in each state, for people and programs.
package struct ItemCountsDocument: Encodable, Sendable {
    private let total: Int
    private let waiting: Int
    private let running: Int
    private let done: Int
    private let failed: Int
    private let skipped: Int

    package init(_ counts: BatchCounts) {
        total = counts.total
        waiting = counts.waiting
        running = counts.running
        done = counts.done
        failed = counts.failed
        skipped = counts.skipped
    }
}

extension FormatStyle where Self == Date.ISO8601FormatStyle {
    /// `2026-01-31T12:00:00.000Z`.
    package static var iso8601WithMilliseconds: Date.ISO8601FormatStyle {
        Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    }
}

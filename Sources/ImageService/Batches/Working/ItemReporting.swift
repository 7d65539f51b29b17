import Foundation
import Jobs
import Waiting

/// Tells the store what has become of items.
struct ItemReporting: Sendable {
    let store: any JobStore

    /// What is reported in one go.
    struct Letter: Sendable {
        var reports: [ItemReport] = []
        /// Items that are returned untried; they can be claimed at once, or after `delay`.
        var returned: [(lease: ItemLease, delay: Duration?)] = []

        var isEmpty: Bool { reports.isEmpty && returned.isEmpty }

        var leases: [ItemLease] { reports.map(\.lease) + returned.map(\.lease) }

        /// Adds what `other` says.
        mutating func add(_ other: Letter) {
            reports += other.reports
            returned += other.returned
        }
    }

    func send(_ letter: Letter) async -> Result<Void, JobError> {
        await Result { () async throws(JobError) in
            _ = try await store.finish(letter.reports)
            let now = Date()
            for (delay, leases) in Dictionary(grouping: letter.returned, by: \.delay) {
                try await store.release(leases.map(\.lease), until: delay.map { now + $0 / .seconds(1) })
            }
        }
    }
}

package import Foundation
import GRDB
import ImageModel

extension GRDBJobStore {
    package func extend(_ leases: [ItemLease], by lease: Duration) async throws(JobError) -> Set<ItemID> {
        guard !leases.isEmpty else { return [] }
        let end = now + min(lease, JobTiming.longestLease).milliseconds
        return try await write { database in
            let statement = try database.cachedStatement(
                sql: "UPDATE item SET time = ? WHERE id = ? AND token = ? AND state = 1")
            var lost: Set<ItemID> = []
            for lease in leases {
                try statement.execute(arguments: [end, lease.item.number, lease.token])
                if database.changesCount == 0 { lost.insert(lease.item) }
            }
            return lost
        }
    }

    package func finish(_ reports: [ItemReport]) async throws(JobError) -> Set<ItemID> {
        guard !reports.isEmpty else { return [] }
        let now = now
        return try await write { database in
            var changes = ItemChanges()
            var lost: Set<ItemID> = []
            for report in reports where try !Self.end(report, at: now, &changes, database) {
                lost.insert(report.lease.item)
            }
            try write(changes, at: now, to: database)
            return lost
        }
    }

    package func release(_ leases: [ItemLease], until time: Date?) async throws(JobError) {
        guard !leases.isEmpty else { return }
        let (now, until) = (now, Self.bounded(time, now: now))
        try await write { database in
            let statement = try database.cachedStatement(
                sql: """
                    UPDATE item SET state = 0, time = ?, token = NULL, events = events + 1
                    WHERE id = ? AND token = ? AND state = 1 RETURNING batch, events, worker
                    """)
            var changes = ItemChanges()
            for lease in leases {
                let arguments: StatementArguments = [until ?? 0, lease.item.number, lease.token]
                guard let row = try Row.fetchOne(statement, arguments: arguments) else { continue }
                changes[row["batch"]].counts.move(.running, .waiting)
                try ItemTransition.append(
                    .released, to: lease.item.number, number: row["events"], time: now, worker: row["worker"],
                    in: database)
            }
            try write(changes, at: now, to: database)
        }
    }

    /// Limited to the longest delay.
    static func bounded(_ time: Date?, now: Int) -> Int? {
        time.map { min($0.milliseconds, now + JobTiming.longestDelay.milliseconds) }
    }

    /// Ends one lease; returns whether it was still valid.
    private static func end(
        _ report: ItemReport, at now: Int, _ changes: inout ItemChanges, _ database: Database
    ) throws -> Bool {
        let ending = try ItemEnding(report.outcome, now: now)
        let statement = try database.cachedStatement(
            sql: """
                UPDATE item SET state = ?, time = ?, token = NULL, attempts = attempts + 1, events = events + 1,
                    cause_code = ?, cause_message = ?, source_bytes = coalesce(?, source_bytes),
                    validator = coalesce(?, validator), renditions = coalesce(?, renditions)
                WHERE id = ? AND token = ? AND state = 1 RETURNING batch, events, worker
                """)
        let arguments: StatementArguments = [
            ending.state.code, ending.time, ending.cause?.code, ending.cause?.message, ending.facts?.sourceBytes,
            ending.facts?.validator, ending.renditions, report.lease.item.number, report.lease.token,
        ]
        guard let row = try Row.fetchOne(statement, arguments: arguments) else { return false }
        ending.note(in: &changes[row["batch"]])
        try ItemTransition.append(
            ending.event, to: report.lease.item.number, number: row["events"], time: now, worker: row["worker"],
            cause: ending.cause?.code, in: database)
        return true
    }
}

/// How an outcome changes an item's row.
private struct ItemEnding {
    let state: ItemState
    let event: ItemTransition.Event
    let time: Int
    var cause: ItemCause?
    var facts: ItemFacts?
    /// From `facts`, as JSON.
    var renditions: String?

    init(_ outcome: ItemReport.Outcome, now: Int) throws(JobError) {
        switch outcome {
        case .done(let facts): (state, event, time, self.facts) = (.done, .done, now, facts)
        case .skipped(let facts): (state, event, time, self.facts) = (.skipped, .skipped, now, facts)
        case .failed(let cause, let facts):
            (state, event, time, self.cause, self.facts) = (.failed, .failed, now, cause, facts)
        case .putOff(let cause, let at):
            let time = GRDBJobStore.bounded(at, now: now) ?? now
            (state, event, self.time, self.cause) = (.waiting, .putOff, time, cause)
        }
        renditions = try facts.map { facts throws(JobError) in try ColumnJSON.text(facts.renditions) }
    }

    func note(in changes: inout ItemChanges.Changes) {
        changes.counts.move(.running, state)
        if event == .putOff { changes.counts.retries += 1 }
        if state == .failed, let cause { changes.failures[cause.code, default: 0] += 1 }
        if state == .done, let facts {
            changes.counts.sourceBytes += facts.sourceBytes
            changes.counts.renditions += facts.renditions.count
            changes.counts.outputBytes += facts.renditions.reduce(0) { $0 + $1.facts.byteCount }
        }
    }
}

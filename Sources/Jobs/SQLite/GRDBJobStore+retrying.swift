import Foundation
import GRDB

// Changes to any number of rows are made in steps, so that workers are not kept from the file for long.
extension GRDBJobStore {
    private static let step = 5000

    package func retry(_ batch: BatchID, cause code: String?) async throws(JobError) -> Int {
        let now = now
        var (place, retried): ([Int64]?, Int) = ([-1, -1], 0)
        // Items that fail again in the meantime have a later time, and stay failed.
        let end = try await lastFailure(of: batch)
        while let after = place {
            let step = try await write { database in
                try retryStep(batch, code, after: after, upTo: end, now: now, database)
            }
            retried += step.count
            place = step.next
        }
        return retried
    }

    private func lastFailure(of batch: BatchID) async throws(JobError) -> Int {
        try await read { database in
            let record = try find(batch, in: database)
            if record.batch.state == .loading || record.batch.state == .cancelled {
                throw record.wrongState(to: "try items again")
            }
            return try Int.fetchOne(
                database, sql: "SELECT max(time) FROM item WHERE batch = ? AND state = 3", arguments: [record.number])
                ?? 0
        }
    }

    private func retryStep(
        _ batch: BatchID, _ code: String?, after place: [Int64], upTo end: Int, now: Int, _ database: Database
    ) throws -> (count: Int, next: [Int64]?) {
        let record = try find(batch, in: database)
        guard record.batch.state != .cancelled else { return (0, nil) }
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT id, time, cause_code FROM item
                WHERE batch = ? AND state = 3 AND time <= ? AND (time, id) > (?, ?) ORDER BY time, id LIMIT ?
                """,
            arguments: [record.number, end, place[0], place[1], Self.step])
        let chosen = rows.filter { code == nil || $0["cause_code"] == code }
        var changes = ItemChanges()
        for row in chosen {
            try Self.retry(row["id"], now: now, database)
            changes[record.number].counts.move(.failed, .waiting)
            changes[record.number].failures[row["cause_code"] ?? "", default: 0] -= 1
        }
        if !chosen.isEmpty { try Self.restart(record, database) }
        try write(changes, at: now, to: database)
        return (chosen.count, rows.count < Self.step ? nil : rows.last.map { [$0["time"], $0["id"]] })
    }

    private static func retry(_ item: Int64, now: Int, _ database: Database) throws {
        let statement = try database.cachedStatement(
            sql: """
                UPDATE item SET state = 0, time = 0, attempts = 0, losses = 0, events = events + 1 WHERE id = ?
                RETURNING events
                """)
        let number = try Int.fetchOne(statement, arguments: [item]) ?? 0
        try ItemTransition.append(.retried, to: item, number: number, time: now, worker: nil, in: database)
    }

    /// Makes a finished batch run again; the failure limit counts from here.
    private static func restart(_ record: BatchRecord, _ database: Database) throws {
        try database.execute(
            sql: """
                UPDATE batch SET state = iif(state = 'finished', 'running', state), ended = NULL,
                    ended_before = done + skipped, failed_before = 0 WHERE number = ?
                """,
            arguments: [record.number])
    }
}

// MARK: - Forgetting

extension GRDBJobStore {
    package func delete(_ batch: BatchID) async throws(JobError) {
        // From here on the batch is invisible; its rows are removed step by step, by any process.
        try await write { database in try Self.forget(try find(batch, in: database), database) }
        try await purgeDeleted()
    }

    /// Makes a batch invisible; its key is free.
    static func forget(_ record: BatchRecord, _ database: Database) throws {
        try database.execute(
            sql: """
                UPDATE batch SET is_deleted = 1, idempotency_key = NULL, state = 'cancelled', running = 0
                WHERE number = ?
                """,
            arguments: [record.number])
    }

    /// Removes the rows of deleted batches, including those that another process did not finish removing.
    func purgeDeleted() async throws(JobError) {
        while let number = try await read({ database in
            try Int64.fetchOne(database, sql: "SELECT number FROM batch WHERE is_deleted = 1 LIMIT 1")
        }) {
            while try await write({ database in try Self.purgeStep(number, database) }) {}
        }
    }

    /// Removes some rows; returns whether there may be more.
    private static func purgeStep(_ number: Int64, _ database: Database) throws -> Bool {
        let items = "SELECT id FROM item WHERE batch = ?1 ORDER BY state, time LIMIT \(step)"
        let id: StatementArguments = [number]
        try database.execute(sql: "DELETE FROM item_log WHERE item IN (\(items))", arguments: id)
        try database.execute(sql: "DELETE FROM item WHERE id IN (\(items))", arguments: id)
        if database.changesCount > 0 { return true }
        try database.execute(sql: "DELETE FROM output WHERE batch = ?", arguments: id)
        try database.execute(sql: "DELETE FROM failure WHERE batch = ?", arguments: id)
        try database.execute(sql: "DELETE FROM notification WHERE batch = ?", arguments: id)
        try database.execute(sql: "DELETE FROM batch WHERE number = ?", arguments: id)
        return false
    }
}

package import Foundation
import GRDB

extension GRDBJobStore {
    /// A condition on `time`, for items that may be claimed at ?1: their time has come, or is further ahead than any
    /// delay, ?2, so that the clock must have been set back.
    private static let isDue = "(time <= ?1 OR time > ?2)"

    package func batchesWithWork() async throws(JobError) -> [Batch] {
        try await read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM batch WHERE (running > 0 OR (state = 'running' AND waiting > 0)) AND is_deleted = 0
                    ORDER BY turn LIMIT 1000
                    """)
            return try rows.map { row in try BatchRecord(row, specifications).batch }
        }
    }

    package func nextClaim(of batch: BatchID) async throws(JobError) -> Date? {
        let now = now
        return try await read { database in
            let record = try find(batch, in: database)
            let times = try [ItemState.waiting, .running].compactMap { state -> Int? in
                guard record.batch.state == .running || state == .running else { return nil }
                let statement = try database.cachedStatement(
                    sql: "SELECT min(time) FROM item WHERE batch = ? AND state = ?")
                guard let time = try Int.fetchOne(statement, arguments: [record.number, state.code]) else {
                    return nil
                }
                let longest = state == .waiting ? JobTiming.longestDelay : JobTiming.longestLease
                return time > now + longest.milliseconds ? now : time
            }
            return times.min().map { Date(milliseconds: $0) }
        }
    }

    package func claim(
        _ count: Int, of batch: BatchID, for worker: String, lease: Duration
    ) async throws(JobError) -> [ClaimedItem] {
        let claim = Claim(
            count: min(max(count, 1), 10_000), worker: worker, now: now,
            lease: min(lease, JobTiming.longestLease).milliseconds)
        return try await write { database in
            guard let record = try recordForClaims(batch, database) else { return [] }
            try takeBackLost(of: record, claim, database)
            guard record.batch.state == .running else { return [] }
            let rows = try Self.lease(claim, record, database)
            var moved = BatchCounts()
            moved.move(.waiting, .running, rows.count)
            try moved.add(toBatch: record.number, in: database)
            let statement = try database.cachedStatement(
                sql: "UPDATE batch SET turn = (SELECT max(turn) + 1 FROM batch) WHERE number = ?")
            try statement.execute(arguments: [record.number])
            let looksBack = try Self.hasForerunner(record, database)
            return try rows.map { row in
                let item = try BatchItem(row, of: batch)
                return ClaimedItem(
                    item: item, lease: ItemLease(item: item.id, token: claim.token),
                    expires: Date(milliseconds: claim.now + claim.lease),
                    previous: looksBack ? try Self.forerunner(of: row, record, database) : nil)
            }
        }
    }

    /// One call of `claim`.
    private struct Claim: Sendable {
        let count: Int
        let worker: String
        let now: Int
        /// Milliseconds.
        let lease: Int
        let token = Int64.random(in: 1 ... .max)
    }

    /// A batch that is gone has no items.
    private func recordForClaims(_ batch: BatchID, _ database: Database) throws -> BatchRecord? {
        do { return try find(batch, in: database) } catch let error as JobError
            where error.code == .notFound
        { return nil }
    }

    private static func lease(_ claim: Claim, _ record: BatchRecord, _ database: Database) throws -> [Row] {
        let count = try company(claim, record, database)
        guard count > 0 else { return [] }
        let statement = try database.cachedStatement(
            sql: """
                UPDATE item SET state = 1, time = ?4, token = ?5, worker = ?6, events = events + 1
                WHERE id IN (
                    SELECT id FROM item WHERE batch = ?3 AND state = 0 AND \(isDue) ORDER BY time, id LIMIT ?7)
                RETURNING *
                """)
        let rows = try Row.fetchAll(
            statement,
            arguments: [
                claim.now, claim.now + JobTiming.longestDelay.milliseconds, record.number, claim.now + claim.lease,
                claim.token, claim.worker, count,
            ])
        for row in rows {
            try ItemTransition.append(
                .claimed, to: row["id"], number: row["events"], time: claim.now, worker: claim.worker, in: database)
        }
        return rows.sorted { ($0["id"] as Int64) < ($1["id"] as Int64) }
    }
}

// MARK: - Company of lost items

extension GRDBJobStore {
    /// How many of the next items may be handed out along with those that the worker already has of the batch.
    private static func company(_ claim: Claim, _ record: BatchRecord, _ database: Database) throws -> Int {
        let statement = try database.cachedStatement(
            sql: """
                SELECT losses FROM item WHERE batch = ?3 AND state = 0 AND \(isDue) ORDER BY time, id LIMIT ?4
                """)
        let losses = try Int.fetchAll(
            statement,
            arguments: [claim.now, claim.now + JobTiming.longestDelay.milliseconds, record.number, claim.count])
        let held = try held(by: claim.worker, record, database)
        guard held.losses > 0 || losses.contains(where: { $0 > 0 }) else { return losses.count }
        var (given, limit) = (0, ItemLease.company(losses: held.losses))
        for next in losses {
            limit = min(limit, ItemLease.company(losses: next))
            guard held.count + given < limit else { break }
            given += 1
        }
        return given
    }

    /// How many items of the batch the worker holds, and the most losses of any of them.
    private static func held(
        by worker: String, _ record: BatchRecord, _ database: Database
    ) throws -> (count: Int, losses: Int) {
        let statement = try database.cachedStatement(
            sql: "SELECT count(*), coalesce(max(losses), 0) FROM item WHERE batch = ? AND state = 1 AND worker = ?")
        let row = try Row.fetchOne(statement, arguments: [record.number, worker])
        return (row?[0] ?? 0, row?[1] ?? 0)
    }
}

// MARK: - Workers that are gone

extension GRDBJobStore {
    /// Makes items whose lease has expired wait again, after those that were never tried; or fail, if it has happened
    /// to them too often.
    private func takeBackLost(of record: BatchRecord, _ claim: Claim, _ database: Database) throws {
        let statement = try database.cachedStatement(
            sql: "SELECT id, losses FROM item WHERE batch = ?3 AND state = 1 AND \(Self.isDue) LIMIT ?4")
        let rows = try Row.fetchAll(
            statement,
            arguments: [
                claim.now, claim.now + JobTiming.longestLease.milliseconds, record.number, max(claim.count, 1000),
            ])
        guard !rows.isEmpty else { return }
        var changes = ItemChanges()
        for row in rows {
            let isLast = (row["losses"] as Int) + 1 >= record.batch.specification.maximumLosses
            try Self.takeBack(row["id"], isLast: isLast, record, claim, &changes, database)
        }
        try write(changes, at: claim.now, to: database)
    }

    private static func takeBack(
        _ item: Int64, isLast: Bool, _ record: BatchRecord, _ claim: Claim, _ changes: inout ItemChanges,
        _ database: Database
    ) throws {
        let cause = ItemCause(
            code: "worker.lost", message: "The workers that held the item ended before they finished it.")
        let statement = try database.cachedStatement(
            sql: """
                UPDATE item SET state = ?, time = ?, token = NULL, losses = losses + 1, events = events + 1,
                    cause_code = coalesce(?, cause_code), cause_message = coalesce(?, cause_message)
                WHERE id = ? RETURNING events, worker
                """)
        let state = isLast ? ItemState.failed : .waiting
        guard
            let row = try Row.fetchOne(
                statement,
                arguments: [
                    state.code, claim.now, isLast ? cause.code : nil, isLast ? cause.message : nil, item,
                ])
        else { return }
        changes[record.number].counts.move(.running, state)
        if isLast { changes[record.number].failures[cause.code, default: 0] += 1 }
        try ItemTransition.append(
            isLast ? .failed : .lost, to: item, number: row["events"], time: claim.now, worker: row["worker"],
            cause: isLast ? cause.code : nil, in: database)
    }
}

// MARK: - Earlier batches

extension GRDBJobStore {
    /// Whether another batch makes the same outputs.
    private static func hasForerunner(_ record: BatchRecord, _ database: Database) throws -> Bool {
        guard !record.batch.specification.isForced else { return false }
        let statement = try database.cachedStatement(
            sql: "SELECT EXISTS (SELECT 1 FROM batch WHERE options = ? AND number != ? AND is_deleted = 0)")
        return try Bool.fetchOne(statement, arguments: [record.options, record.number]) ?? false
    }

    /// What the latest batch with the same options knows about the same source.
    private static func forerunner(
        of item: Row, _ record: BatchRecord, _ database: Database
    ) throws -> ItemFacts? {
        let statement = try database.cachedStatement(
            sql: """
                SELECT item.* FROM item JOIN batch ON batch.number = item.batch
                WHERE item.digest = ? AND item.batch != ? AND item.state IN (2, 4) AND batch.options = ?
                    AND batch.is_deleted = 0
                ORDER BY item.batch DESC LIMIT 1
                """)
        let arguments: StatementArguments = [item["digest"] as Data, record.number, record.options]
        return try Row.fetchOne(statement, arguments: arguments).flatMap { row in try ItemFacts(row) }
    }
}

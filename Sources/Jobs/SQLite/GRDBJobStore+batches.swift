import Foundation
import GRDB

extension GRDBJobStore {
    package func create(
        _ specification: BatchSpecification, idempotencyKey: String?
    ) async throws(JobError) -> (batch: Batch, isNew: Bool) {
        try specification.check()
        let (options, text) = (try specification.optionsDigest(), try ColumnJSON.text(specification))
        let now = now
        try await purgeDeleted()
        return try await write { database in
            if let idempotencyKey, let row = try Self.row(withKey: idempotencyKey, in: database) {
                let record = try BatchRecord(row, specifications)
                guard record.batch.state == .loading else {
                    guard record.batch.specification == specification else {
                        throw JobError(.keyInUse, "The idempotency key stands for another batch, \(record.batch.id).")
                    }
                    return (record.batch, false)
                }
                guard !Self.isBeingLoaded(row, at: now) else {
                    throw JobError(
                        .wrongState, "The list of another request with this idempotency key is still arriving.")
                }
                try Self.forget(record, database)
            }
            let id = BatchID()
            try database.execute(
                sql: """
                    INSERT INTO batch
                        (id, specification, options, idempotency_key, state, created, next_progress, loading_until)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    id.text, text, options, idempotencyKey, BatchState.loading.rawValue, now,
                    specification.webhook?.everyItems, now + JobTiming.loadingLease.milliseconds,
                ])
            return (try find(id, in: database).batch, true)
        }
    }

    /// Whether the loader of the batch in `row` still has its lease. A time that lies further ahead than leases are long was
    /// written before the clock was set back.
    private static func isBeingLoaded(_ row: Row, at now: Int) -> Bool {
        guard let until: Int = row["loading_until"] else { return false }
        return until > now && until <= now + JobTiming.longestLease.milliseconds
    }

    package func extendLoading(of batch: BatchID) async throws(JobError) {
        let now = now
        try await write { database in
            let record = try find(batch, in: database)
            try record.expect(.loading, to: "be loaded")
            try Self.extendLoading(of: record, at: now, database)
        }
    }

    private static func extendLoading(of record: BatchRecord, at now: Int, _ database: Database) throws {
        try database.cachedStatement(sql: "UPDATE batch SET loading_until = ? WHERE number = ?")
            .execute(arguments: [now + JobTiming.loadingLease.milliseconds, record.number])
    }

    private static func row(withKey key: String, in database: Database) throws -> Row? {
        try Row.fetchOne(
            database, sql: "SELECT * FROM batch WHERE idempotency_key = ? AND is_deleted = 0", arguments: [key])
    }

    package func append(_ items: [NewItem], to batch: BatchID) async throws(JobError) -> [DuplicateItem] {
        let now = now
        return try await write { database in
            let record = try find(batch, in: database)
            try record.expect(.loading, to: "accept further items")
            try Self.extendLoading(of: record, at: now, database)
            var duplicates: [DuplicateItem] = []
            for item in items {
                let digest = item.digest
                guard try Self.insert(item, digest, into: record.number, database) else {
                    let first = try Self.line(of: digest, in: record.number, database)
                    duplicates.append(DuplicateItem(source: item.source, line: item.line, firstLine: first))
                    continue
                }
            }
            var added = BatchCounts()
            added.waiting = items.count - duplicates.count
            try added.add(toBatch: record.number, in: database)
            return duplicates
        }
    }

    private static func insert(
        _ item: NewItem, _ digest: Data, into batch: Int64, _ database: Database
    ) throws -> Bool {
        let statement = try database.cachedStatement(
            sql: "INSERT OR IGNORE INTO item (batch, line, source, columns, digest) VALUES (?, ?, ?, ?, ?)")
        let columns = item.values.isEmpty ? nil : try ColumnJSON.text(item.values)
        try statement.execute(arguments: [batch, item.line, item.source, columns, digest])
        return database.changesCount == 1
    }

    private static func line(of digest: Data, in batch: Int64, _ database: Database) throws -> Int {
        let statement = try database.cachedStatement(sql: "SELECT line FROM item WHERE digest = ? AND batch = ?")
        return try Int.fetchOne(statement, arguments: [digest, batch]) ?? 0
    }

    @discardableResult
    package func seal(_ batch: BatchID) async throws(JobError) -> Batch {
        let now = now
        return try await write { database in
            let record = try find(batch, in: database)
            try record.expect(.loading, to: "be started")
            try database.execute(
                sql: "UPDATE batch SET state = ?, sealed = ? WHERE number = ?",
                arguments: [BatchState.running.rawValue, now, record.number])
            return try settle(record.number, at: now, database) ?? record.batch
        }
    }

    package func batch(_ id: BatchID) async throws(JobError) -> Batch {
        try await read { try find(id, in: $0).batch }
    }

    package func batches(after cursor: PageCursor?, limit: Int) async throws(JobError) -> Page<Batch> {
        let before = try cursor.map { cursor throws(JobError) in try cursor.numbers(1)[0] } ?? .max
        return try await read { database in
            let rows = try Row.fetchAll(
                database, sql: "SELECT * FROM batch WHERE number < ? AND is_deleted = 0 ORDER BY number DESC LIMIT ?",
                arguments: [before, limit])
            let records = try rows.map { row in try BatchRecord(row, specifications) }
            let next = records.count == limit ? records.last.map { PageCursor(numbers: [$0.number]) } : nil
            return Page(elements: records.map(\.batch), next: next)
        }
    }

    @discardableResult
    package func pause(_ batch: BatchID, reason: ItemCause?) async throws(JobError) -> Batch {
        let now = now
        return try await write { database in
            let record = try find(batch, in: database)
            if record.batch.state == .paused { return record.batch }
            try record.expect(.running, to: "be paused")
            return try pause(record, because: reason, at: now, database)
        }
    }

    @discardableResult
    package func resume(_ batch: BatchID) async throws(JobError) -> Batch {
        try await write { database in
            let record = try find(batch, in: database)
            if record.batch.state == .running { return record.batch }
            try record.expect(.paused, to: "be resumed")
            try database.execute(
                sql: """
                    UPDATE batch SET state = ?, pause_code = NULL, pause_message = NULL,
                        ended_before = done + failed + skipped, failed_before = failed WHERE number = ?
                    """,
                arguments: [BatchState.running.rawValue, record.number])
            return try find(batch, in: database).batch
        }
    }

    @discardableResult
    package func cancel(_ batch: BatchID) async throws(JobError) -> Batch {
        let now = now
        return try await write { database in
            let record = try find(batch, in: database)
            switch record.batch.state {
            case .cancelled: return record.batch
            case .finished: throw record.wrongState(to: "be cancelled")
            case .loading, .running, .paused: break
            }
            try database.execute(
                sql: """
                    UPDATE batch SET state = ?, ended = ?, pause_code = NULL, pause_message = NULL WHERE number = ?
                    """,
                arguments: [BatchState.cancelled.rawValue, now, record.number])
            try Self.notify(.cancelled, record, at: now, database)
            return try find(batch, in: database).batch
        }
    }
}

extension BatchSpecification {
    /// - Throws: `invalidBatch`.
    func check() throws(JobError) {
        guard !renditions.isEmpty else { throw JobError(.invalidBatch, "A batch needs at least one size.") }
        guard maximumAttempts >= 1, maximumLosses >= 1 else {
            throw JobError(.invalidBatch, "The items of a batch must be tried at least once.")
        }
        if let limit = failureLimit, !(0...1).contains(limit.share) || limit.minimumItems < 0 {
            throw JobError(.invalidBatch, "The share of failures must be between 0 and 1.")
        }
        if let every = webhook?.everyItems, every < 1 {
            throw JobError(.invalidBatch, "The webhook's number of items must be at least 1.")
        }
    }
}

extension BatchRecord {
    /// - Throws: `wrongState`.
    func expect(_ state: BatchState, to action: String) throws(JobError) {
        guard batch.state == state else { throw wrongState(to: action) }
    }

    /// The error for an `action` that is not possible now.
    func wrongState(to action: String) -> JobError {
        JobError(.wrongState, "The batch \(batch.id) cannot \(action): it is \(batch.state.rawValue).")
    }
}

extension PageCursor {
    /// The position described by `numbers`.
    init(numbers: [Int64]) { self.init(numbers.map { String($0) }.joined(separator: ".")) }

    /// The `count` numbers from which it was made.
    ///
    /// - Throws: `invalidCursor`.
    func numbers(_ count: Int) throws(JobError) -> [Int64] {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int64($0) }
        let numbers = parts.compactMap { $0 }
        guard numbers.count == count, parts.count == count else {
            throw JobError(.invalidCursor, "The cursor does not come from a list of this kind.")
        }
        return numbers
    }
}

import Foundation
import GRDB

/// A batch's row.
struct BatchRecord: Sendable {
    /// Its key within the file.
    let number: Int64
    var batch: Batch
    /// `BatchSpecification.optionsDigest`.
    let options: String
    /// How many items had ended, and failed, when the failure limit began to count.
    let endedBefore: Int
    let failedBefore: Int
    /// The number of ended items at which the webhook is notified next.
    let nextProgress: Int?

    /// - Throws: `corrupt`.
    init(_ row: Row, _ specifications: ReadSpecifications) throws(JobError) {
        number = row["number"]
        options = row["options"]
        endedBefore = row["ended_before"]
        failedBefore = row["failed_before"]
        nextProgress = row["next_progress"]
        guard let id = BatchID(row["id"] as String), let state = BatchState(rawValue: row["state"]) else {
            throw .damaged("a batch")
        }
        batch = Batch(
            id: id, specification: try specifications.value(row["specification"]), state: state,
            pauseReason: Self.cause(row), counts: BatchCounts(row), created: Date(milliseconds: row["created"]),
            sealed: (row["sealed"] as Int?).map { Date(milliseconds: $0) },
            ended: (row["ended"] as Int?).map { Date(milliseconds: $0) })
    }

    private static func cause(_ row: Row) -> ItemCause? {
        guard let code = row["pause_code"] as String? else { return nil }
        return ItemCause(code: code, message: row["pause_message"] ?? "")
    }
}

extension GRDBJobStore {
    /// The batch called `id`.
    ///
    /// - Throws: `notFound`, `corrupt`; `DatabaseError`.
    func find(_ id: BatchID, in database: Database) throws -> BatchRecord {
        let statement = try database.cachedStatement(sql: "SELECT * FROM batch WHERE id = ? AND is_deleted = 0")
        guard let row = try Row.fetchOne(statement, arguments: [id.text]) else {
            throw JobError(.notFound, "There is no batch \(id).")
        }
        return try BatchRecord(row, specifications)
    }

    /// The batch with the key `number`, if it is not deleted.
    ///
    /// - Throws: `corrupt`; `DatabaseError`.
    func find(number: Int64, in database: Database) throws -> BatchRecord? {
        let statement = try database.cachedStatement(sql: "SELECT * FROM batch WHERE number = ? AND is_deleted = 0")
        return try Row.fetchOne(statement, arguments: [number]).map { row in try BatchRecord(row, specifications) }
    }
}

extension BatchCounts {
    init(_ row: Row) {
        self.init()
        waiting = row["waiting"]
        running = row["running"]
        done = row["done"]
        failed = row["failed"]
        skipped = row["skipped"]
        sourceBytes = row["source_bytes"]
        renditions = row["renditions"]
        outputBytes = row["output_bytes"]
        retries = row["retries"]
    }

    /// Adds `self`, whose numbers may be negative, to the counts in the row of `batch`.
    func add(toBatch number: Int64, in database: Database) throws {
        let statement = try database.cachedStatement(
            sql: """
                UPDATE batch SET waiting = waiting + ?, running = running + ?, done = done + ?, failed = failed + ?,
                    skipped = skipped + ?, source_bytes = source_bytes + ?, renditions = renditions + ?,
                    output_bytes = output_bytes + ?, retries = retries + ? WHERE number = ?
                """)
        try statement.execute(arguments: [
            waiting, running, done, failed, skipped, sourceBytes, renditions, outputBytes, retries, number,
        ])
    }

    /// Records that items move from one state to another.
    mutating func move(_ from: ItemState, _ to: ItemState, _ items: Int = 1) {
        self[from] -= items
        self[to] += items
    }
}

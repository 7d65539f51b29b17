import Foundation
import GRDB

extension GRDBJobStore {
    package func items(
        of batch: BatchID, in state: ItemState?, after cursor: PageCursor?, limit: Int
    ) async throws(JobError) -> Page<BatchItem> {
        let place = try cursor.map { cursor throws(JobError) in try cursor.numbers(state == nil ? 1 : 2) }
        return try await read { database in
            let record = try find(batch, in: database)
            let rows =
                if let state {
                    try Self.rows(of: record.number, in: state, after: place ?? [-1, -1], limit, database)
                } else {
                    try Row.fetchAll(
                        database, sql: "SELECT * FROM item WHERE batch = ? AND id > ? ORDER BY id LIMIT ?",
                        arguments: [record.number, place?[0] ?? -1, limit])
                }
            let last = rows.count == limit ? rows.last : nil
            let next = last.map { PageCursor(numbers: state == nil ? [$0["id"]] : [$0["time"], $0["id"]]) }
            return Page(elements: try rows.map { row in try BatchItem(row, of: batch) }, next: next)
        }
    }

    package func lastItem(of batch: BatchID) async throws(JobError) -> BatchItem? {
        try await read { database in
            let record = try find(batch, in: database)
            return try Row.fetchOne(
                database, sql: "SELECT * FROM item WHERE batch = ? ORDER BY id DESC LIMIT 1",
                arguments: [record.number]
            ).map { row in try BatchItem(row, of: batch) }
        }
    }

    private static func rows(
        of batch: Int64, in state: ItemState, after place: [Int64], _ limit: Int, _ database: Database
    ) throws -> [Row] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT * FROM item WHERE batch = ? AND state = ? AND (time, id) > (?, ?) ORDER BY time, id LIMIT ?
                """,
            arguments: [batch, state.code, place[0], place[1], limit])
    }

    package func failures(of batch: BatchID) async throws(JobError) -> [String: Int] {
        try await read { database in
            let record = try find(batch, in: database)
            let rows = try Row.fetchAll(
                database, sql: "SELECT code, count FROM failure WHERE batch = ? AND count > 0",
                arguments: [record.number])
            return Dictionary(rows.map { ($0["code"], $0["count"]) }) { first, _ in first }
        }
    }

    package func log(of item: ItemID) async throws(JobError) -> [ItemTransition] {
        try await read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM item_log WHERE item = ? ORDER BY number", arguments: [item.number]
            ).map { row in try ItemTransition(row) }
        }
    }
}

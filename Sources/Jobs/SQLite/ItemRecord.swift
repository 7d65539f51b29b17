import Cryptography
import Foundation
import GRDB

extension BatchItem {
    /// An item's row.
    ///
    /// - Throws: `corrupt`.
    init(_ row: Row, of batch: BatchID) throws(JobError) {
        guard let state = ItemState(code: row["state"]) else { throw .damaged("an item") }
        let columns: String? = row["columns"]
        let time: Int = row["time"]
        self.init(
            id: ItemID(row["id"]), batch: batch, source: row["source"], line: row["line"],
            values: try columns.map { text throws(JobError) in try ColumnJSON.value(text) } ?? [:], state: state,
            attempts: row["attempts"], losses: row["losses"], cause: Self.cause(row), facts: try ItemFacts(row),
            time: time == 0 ? nil : Date(milliseconds: time))
    }

    private static func cause(_ row: Row) -> ItemCause? {
        guard let code = row["cause_code"] as String? else { return nil }
        return ItemCause(code: code, message: row["cause_message"] ?? "")
    }
}

extension ItemFacts {
    /// What is known from an item's row; `nil` if nothing is.
    ///
    /// - Throws: `corrupt`.
    init?(_ row: Row) throws(JobError) {
        guard let sourceBytes = row["source_bytes"] as Int? else { return nil }
        let renditions: String? = row["renditions"]
        self.init(
            sourceBytes: sourceBytes, validator: row["validator"],
            renditions: try renditions.map { text throws(JobError) in try ColumnJSON.value(text) } ?? [])
    }
}

extension NewItem {
    /// Equal for items with the same source and values, and for no others: 128 bits of a SHA-256.
    var digest: Data {
        var text = source
        for (name, value) in values.sorted(by: { $0.key < $1.key }) { text += "\0\(name)\0\(value)" }
        return Data(SHA256.digest(of: Array(text.utf8)).prefix(16))
    }
}

extension ItemState {
    /// In the column `state`.
    var code: Int {
        switch self {
        case .waiting: 0
        case .running: 1
        case .done: 2
        case .failed: 3
        case .skipped: 4
        }
    }

    init?(code: Int) {
        guard let state = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = state
    }
}

extension ItemTransition.Event {
    /// In the column `event`.
    var code: Int {
        switch self {
        case .claimed: 0
        case .released: 1
        case .lost: 2
        case .putOff: 3
        case .done: 4
        case .failed: 5
        case .skipped: 6
        case .retried: 7
        }
    }

    init?(code: Int) {
        guard let event = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = event
    }
}

extension ItemTransition {
    /// A line of the log.
    ///
    /// - Throws: `corrupt`.
    init(_ row: Row) throws(JobError) {
        guard let event = Event(code: row["event"]) else { throw .damaged("the log") }
        self.init(
            item: ItemID(row["item"]), number: row["number"], event: event, time: Date(milliseconds: row["time"]),
            worker: row["worker"], cause: row["cause"])
    }

    /// Writes it to the log.
    static func append(
        _ event: Event, to item: Int64, number: Int, time: Int, worker: String?, cause: String? = nil,
        in database: Database
    ) throws {
        let statement = try database.cachedStatement(sql: "INSERT INTO item_log VALUES (?, ?, ?, ?, ?, ?)")
        try statement.execute(arguments: [item, number, event.code, time, worker, cause])
    }
}

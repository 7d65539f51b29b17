import GRDB

/// The changes that one transaction makes to the counts of batches; written once, at its end.
struct ItemChanges {
    /// The changes of one batch.
    struct Changes {
        var counts = BatchCounts()
        /// Failed items by the code of their cause.
        var failures: [String: Int] = [:]
    }

    fileprivate var batches: [Int64: Changes] = [:]

    subscript(batch: Int64) -> Changes {
        get { batches[batch, default: Changes()] }
        set { batches[batch] = newValue }
    }
}

extension GRDBJobStore {
    /// Adds `changes` to the rows of the batches, and applies the consequences.
    func write(_ changes: ItemChanges, at now: Int, to database: Database) throws {
        for (number, changes) in changes.batches {
            try changes.counts.add(toBatch: number, in: database)
            for (code, count) in changes.failures { try Self.add(count, of: code, to: number, database) }
            try settle(number, at: now, database)
        }
    }

    private static func add(_ count: Int, of code: String, to batch: Int64, _ database: Database) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO failure VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count
                """)
        try statement.execute(arguments: [batch, code, count])
    }
}

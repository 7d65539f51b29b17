import GRDB

/// The tables of a job file, and their history: one step per version, never changed after its release.
enum JobSchema {
    /// Distinguishes a job file from any other SQLite file ("Stwl").
    static let applicationID = 0x5374_776C

    private static let steps: [String] = [version1, version2]

    /// Creates the tables of a new file, or upgrades those of an older version; one transaction.
    ///
    /// - Throws: `JobError` `newerVersion`, or `corrupt` for another kind of file; `DatabaseError`.
    static func prepare(_ database: Database) throws {
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        if version == steps.count, try applicationID(in: database) == applicationID { return }
        try database.inTransaction(.immediate) {
            // Another process may have been first.
            let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
            try check(database, version)
            for step in steps.dropFirst(version) { try database.execute(sql: step) }
            try database.execute(sql: "PRAGMA user_version = \(steps.count)")
            try database.execute(sql: "PRAGMA application_id = \(applicationID)")
            return .commit
        }
    }

    private static func applicationID(in database: Database) throws -> Int? {
        try Int.fetchOne(database, sql: "PRAGMA application_id")
    }

    private static func check(_ database: Database, _ version: Int) throws {
        let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
        guard try tables == 0 || applicationID(in: database) == applicationID else {
            throw JobError(.corrupt, "The job file is a database of another program.")
        }
        guard version <= steps.count else {
            throw JobError(
                .newerVersion, "The job file was made by a newer version (\(version); this one knows \(steps.count)).")
        }
    }

    // Times are milliseconds since 1970. A batch stores its own counts, so that nothing has to count rows.
    //
    // The meaning of item.time depends on the state: when it may be claimed; until when it is leased; when it ended. So
    // one index serves claims, lost leases and lists of each state. The index on the digest finds the same source in
    // this batch and in earlier ones. item_log is ordered by item; events counts its lines.
    private static let version1 = """
        CREATE TABLE batch (
            number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, specification TEXT NOT NULL, options TEXT NOT NULL,
            idempotency_key TEXT UNIQUE, is_deleted INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL,
            pause_code TEXT, pause_message TEXT, created INTEGER NOT NULL, sealed INTEGER, ended INTEGER,
            waiting INTEGER NOT NULL DEFAULT 0, running INTEGER NOT NULL DEFAULT 0, done INTEGER NOT NULL DEFAULT 0,
            failed INTEGER NOT NULL DEFAULT 0, skipped INTEGER NOT NULL DEFAULT 0,
            source_bytes INTEGER NOT NULL DEFAULT 0, renditions INTEGER NOT NULL DEFAULT 0,
            output_bytes INTEGER NOT NULL DEFAULT 0, retries INTEGER NOT NULL DEFAULT 0,
            ended_before INTEGER NOT NULL DEFAULT 0, failed_before INTEGER NOT NULL DEFAULT 0,
            turn INTEGER NOT NULL DEFAULT 0, next_progress INTEGER
        ) STRICT;
        CREATE INDEX batch_options ON batch (options);
        CREATE INDEX batch_turn ON batch (turn) WHERE running > 0 OR (state = 'running' AND waiting > 0);
        CREATE TABLE item (
            id INTEGER PRIMARY KEY, batch INTEGER NOT NULL, line INTEGER NOT NULL, source TEXT NOT NULL,
            columns TEXT, digest BLOB NOT NULL, state INTEGER NOT NULL DEFAULT 0, time INTEGER NOT NULL DEFAULT 0,
            token INTEGER, worker TEXT, attempts INTEGER NOT NULL DEFAULT 0, losses INTEGER NOT NULL DEFAULT 0,
            events INTEGER NOT NULL DEFAULT 0, cause_code TEXT, cause_message TEXT,
            source_bytes INTEGER, validator TEXT, renditions TEXT
        ) STRICT;
        CREATE UNIQUE INDEX item_digest ON item (digest, batch);
        CREATE INDEX item_state ON item (batch, state, time);
        CREATE TABLE item_log (
            item INTEGER NOT NULL, number INTEGER NOT NULL, event INTEGER NOT NULL, time INTEGER NOT NULL,
            worker TEXT, cause TEXT, PRIMARY KEY (item, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE failure (
            batch INTEGER NOT NULL, code TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (batch, code)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE output (
            batch INTEGER NOT NULL, digest BLOB NOT NULL, item INTEGER NOT NULL, PRIMARY KEY (batch, digest)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE notification (
            id INTEGER PRIMARY KEY AUTOINCREMENT, batch INTEGER NOT NULL, event TEXT NOT NULL, counts TEXT NOT NULL,
            time INTEGER NOT NULL, due INTEGER NOT NULL, token INTEGER NOT NULL DEFAULT 0,
            attempts INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE INDEX notification_due ON notification (due);
        """

    // Until when the batch is its loader's; of batches in the state loading.
    private static let version2 = """
        ALTER TABLE batch ADD COLUMN loading_until INTEGER;
        """
}

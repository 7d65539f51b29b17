import Foundation
import GRDB

/// Batches in one SQLite file, which several processes of one machine may use at the same time.
///
/// The file is in WAL mode, and each commit waits for the disk. The memory used is that of the page caches, some MiB,
/// whatever the number of items.
package struct GRDBJobStore: JobStore {
    let pool: DatabasePool
    let clock: JobClock
    let specifications = ReadSpecifications()

    /// How long a call waits for other processes before it throws `busy`.
    package static let busyTimeout = Duration.seconds(30)
    /// KiB of pages that a connection caches: one writes, some read.
    private static let (writerCache, readerCache) = (16 << 10, 2 << 10)
    private static let readers = 3

    /// Opens the job file at `path`, creating it if it does not exist; its folder must exist. Blocks.
    ///
    /// - Throws: `notPermitted`, `corrupt`, `newerVersion`, `noSpace`, `busy`, `failed`.
    package init(
        path: String, clock: JobClock = .system, busyTimeout: Duration = GRDBJobStore.busyTimeout
    ) throws(JobError) {
        self.clock = clock
        pool = try Self.open(path, Self.configuration(busyTimeout), within: busyTimeout)
    }

    private static func open(
        _ path: String, _ configuration: Configuration, within time: Duration
    ) throws(JobError) -> DatabasePool {
        let end = ContinuousClock.now + time
        while true {
            do {
                let pool = try DatabasePool(path: path, configuration: configuration)
                try pool.writeWithoutTransaction { database in
                    try Self.tune(database)
                    try JobSchema.prepare(database)
                }
                return pool
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY && ContinuousClock.now < end {
                // Changing to WAL mode does not wait by itself while another process does the same.
                Thread.sleep(forTimeInterval: 0.02)
            } catch {
                throw JobError(storeFailure: error)
            }
        }
    }

    /// Closes the file; later calls fail. Otherwise it is closed with the last copy of this value.
    ///
    /// - Throws: the failure of closing; nothing is lost by that.
    package func close() throws(JobError) {
        do { try pool.close() } catch { throw JobError(storeFailure: error) }
    }

    private static func configuration(_ busyTimeout: Duration) -> Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(busyTimeout / .seconds(1))
        configuration.maximumReaderCount = readers
        configuration.foreignKeysEnabled = false
        configuration.label = "jobs"
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cache_size = -\(readerCache)") }
        return configuration
    }

    /// Sets up the connection that writes. A commit is on disk when it returns, which WAL mode alone does not
    /// guarantee.
    private static func tune(_ database: Database) throws {
        try database.execute(sql: "PRAGMA synchronous = FULL")
        try database.execute(sql: "PRAGMA cache_size = -\(writerCache)")
        try database.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
        try database.execute(sql: "PRAGMA journal_size_limit = \(64 << 20)")
    }
}

// MARK: - Access

extension GRDBJobStore {
    /// The result of `body`, in a transaction that holds the file's write lock from its start. Once begun, it runs to
    /// its end even if the task is cancelled: returning items must not be abandoned.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(JobError) -> Value {
        do {
            return try await Task { [pool] in try await pool.write(body) }.value
        } catch {
            throw JobError(storeFailure: error)
        }
    }

    /// The result of `body`, from one snapshot of the file; does not wait for writers.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(JobError) -> Value {
        do {
            return try await Task { [pool] in try await pool.read(body) }.value
        } catch {
            throw JobError(storeFailure: error)
        }
    }

    /// Now, in milliseconds since 1970.
    var now: Int { clock.now().milliseconds }
}

extension Date {
    /// Since 1970.
    var milliseconds: Int { Int((timeIntervalSince1970 * 1000).rounded()) }

    init(milliseconds: Int) { self.init(timeIntervalSince1970: Double(milliseconds) / 1000) }
}

extension Duration {
    var milliseconds: Int { Int(self / .milliseconds(1)) }
}

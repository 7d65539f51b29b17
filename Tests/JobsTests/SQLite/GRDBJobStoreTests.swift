import Foundation
import GRDB
import TestSupport
import Testing

@testable import Jobs

/// What only a job file can do or suffer.
@Suite struct GRDBJobStoreTests {
    private let folder = Result { try ScratchFolder() }

    private func code(opening path: String) async throws -> JobError.Code? {
        try await errorCode { _ = try GRDBJobStore(path: path, busyTimeout: .milliseconds(50)) }
    }

    @Test func whatWasCommittedIsThereAfterTheProcessIsGone() async throws {
        let path = try folder.get().jobFile
        let first = try GRDBJobStore(path: path)
        let id = try await first.create(StoreBench.specification, idempotencyKey: nil).batch.id
        _ = try await first.append([NewItem(source: "a", line: 1)], to: id)
        try first.close()
        let second = try GRDBJobStore(path: path)
        #expect(try await second.batch(id).counts.waiting == 1)
        #expect(try await errorCode { _ = try await first.batch(id) } == .failed)
    }

    @Test func commitsWaitForTheDisk() async throws {
        let store = try GRDBJobStore(path: try folder.get().jobFile)
        let settings = try await store.write { database in
            [
                try String.fetchOne(database, sql: "PRAGMA synchronous"),
                try String.fetchOne(database, sql: "PRAGMA journal_mode"),
            ]
        }
        #expect(settings == ["2", "wal"])
    }

    @Test func aFolderThatIsNotThereIsNamed() async throws {
        #expect(try await code(opening: "\(try folder.get().path)/no/such/jobs.db") == .notPermitted)
    }

    @Test func whatIsNoJobFileIsRefusedAndLeftAsItIs() async throws {
        let path = try folder.get().jobFile
        let text = Data(String(repeating: "not a database ", count: 100).utf8)
        try text.write(to: URL(filePath: path))
        #expect(try await code(opening: path) == .corrupt)
        #expect(try Data(contentsOf: URL(filePath: path)) == text)
    }

    @Test func anotherProgramsDatabaseIsRefused() async throws {
        let path = try folder.get().jobFile
        let queue = try DatabaseQueue(path: path)
        try await queue.write { try $0.execute(sql: "CREATE TABLE bookmarks (url TEXT)") }
        try queue.close()
        #expect(try await code(opening: path) == .corrupt)
    }

    @Test func aNewerVersionsFileIsRefused() async throws {
        let path = try folder.get().jobFile
        let store = try GRDBJobStore(path: path)
        try await store.write { try $0.execute(sql: "PRAGMA user_version = 99") }
        try store.close()
        #expect(try await code(opening: path) == .newerVersion)
    }

    @Test func aFileOfTheFirstVersionIsBroughtUpToDateAndKeepsItsBatches() async throws {
        let path = try folder.get().jobFile
        let store = try GRDBJobStore(path: path)
        let batch = try await store.create(StoreBench.specification, idempotencyKey: "k").batch
        try await store.write { database in
            try database.execute(sql: "ALTER TABLE batch DROP COLUMN loading_until")
            try database.execute(sql: "PRAGMA user_version = 1")
        }
        try store.close()
        let newer = try GRDBJobStore(path: path)
        #expect(try await newer.batch(batch.id) == batch)
        // Nobody knows whether its loader lives: it is taken for gone.
        #expect(try await newer.create(StoreBench.specification, idempotencyKey: "k").isNew)
        try newer.close()
    }

    @Test func aLockedFileIsBusyOnceTheTimeIsOver() async throws {
        let path = try folder.get().jobFile
        let store = try GRDBJobStore(path: path, busyTimeout: .milliseconds(20))
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: path, configuration: configuration)
        try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        #expect(
            try await errorCode { _ = try await store.create(StoreBench.specification, idempotencyKey: nil) } == .busy)
        try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        #expect(try await store.create(StoreBench.specification, idempotencyKey: nil).isNew)
    }

    @Test func aDamagedFileIsCorrupt() async throws {
        let path = try folder.get().jobFile
        let store = try GRDBJobStore(path: path)
        let id = try await store.create(StoreBench.specification, idempotencyKey: nil).batch.id
        let items = (1...2000).map { NewItem(source: "https://origin.example/\($0).jpg", line: $0) }
        _ = try await store.append(items, to: id)
        try await store.pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        try store.close()
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        for page in 3..<40 {
            try file.seek(toOffset: UInt64(page * 4096))
            try file.write(contentsOf: Data(repeating: 0x5A, count: 2048))
        }
        try file.close()
        let code = try await errorCode {
            let store = try GRDBJobStore(path: path)
            _ = try await store.seal(id)
            _ = try await store.claim(2000, of: id, for: "w", lease: .seconds(60))
        }
        #expect(code == .corrupt)
    }

    @Test func manyWorkersOnOneFileGetEachItemOnce() async throws {
        let path = try folder.get().jobFile
        let store = try GRDBJobStore(path: path)
        let id = try await store.create(StoreBench.specification, idempotencyKey: nil).batch.id
        _ = try await store.append((1...600).map { NewItem(source: "\($0)", line: $0) }, to: id)
        try await store.seal(id)
        let ended = try await withThrowingTaskGroup(of: [Int].self) { group in
            for worker in 0..<4 {
                let own = try GRDBJobStore(path: path)
                group.addTask {
                    var lines: [Int] = []
                    while true {
                        let items = try await own.claim(7, of: id, for: "w\(worker)", lease: .seconds(60))
                        if items.isEmpty { return lines }
                        let reports = items.map { ItemReport(lease: $0.lease, outcome: .done(StoreBench.facts)) }
                        let lost = try await own.finish(reports)
                        lines += items.filter { !lost.contains($0.item.id) }.map(\.item.line)
                    }
                }
            }
            return try await group.reduce(into: [Int]()) { $0 += $1 }
        }
        #expect(ended.sorted() == Array(1...600))
        #expect(try await store.batch(id).state == .finished)
    }

    @Test func countsAndClaimsNeverScanTheItems() async throws {
        let store = try GRDBJobStore(path: try folder.get().jobFile)
        let plans = try await store.read { database in
            try [
                "SELECT min(time) FROM item WHERE batch = 1 AND state = 0",
                "SELECT id FROM item WHERE batch = 1 AND state = 0 AND (time <= 1 OR time > 2) ORDER BY time, id LIMIT 5",
                "SELECT id FROM item WHERE batch = 1 AND state = 3 AND (time, id) > (1, 2) ORDER BY time, id LIMIT 5",
                "SELECT * FROM batch WHERE (running > 0 OR (state = 'running' AND waiting > 0)) ORDER BY turn",
            ].map { try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN \($0)").map { $0["detail"] as String } }
        }
        for plan in plans {
            #expect(plan.contains { $0.contains("INDEX") }, "\(plan)")
            #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
        }
    }
}

import Cryptography
import Foundation
import GRDB

extension GRDBJobStore {
    package func claimOutputs(
        _ requests: [OutputRequest]
    ) async throws(JobError) -> [ItemID: OutputConflict] {
        guard !requests.isEmpty else { return [:] }
        return try await write { database in
            var conflicts: [ItemID: OutputConflict] = [:]
            for request in requests {
                guard let batch = try Self.number(of: request, database) else { continue }
                conflicts[request.lease.item] = try Self.claim(request, in: batch, database)
            }
            return conflicts
        }
    }

    /// The batch of a request whose lease is valid.
    private static func number(of request: OutputRequest, _ database: Database) throws -> Int64? {
        let statement = try database.cachedStatement(
            sql: "SELECT batch FROM item WHERE id = ? AND token = ? AND state = 1")
        return try Int64.fetchOne(statement, arguments: [request.lease.item.number, request.lease.token])
    }

    /// Claims all paths, or none: conflicts are found first.
    private static func claim(
        _ request: OutputRequest, in batch: Int64, _ database: Database
    ) throws -> OutputConflict? {
        let owner = try database.cachedStatement(
            sql: """
                SELECT item.line FROM output JOIN item ON item.id = output.item
                WHERE output.batch = ? AND output.digest = ? AND output.item != ?
                """)
        let digests = request.paths.map { Data(SHA256.digest(of: Array($0.utf8)).prefix(16)) }
        for (path, digest) in zip(request.paths, digests) {
            let arguments: StatementArguments = [batch, digest, request.lease.item.number]
            if let line = try Int.fetchOne(owner, arguments: arguments) {
                return OutputConflict(path: path, line: line)
            }
        }
        let insertion = try database.cachedStatement(sql: "INSERT OR IGNORE INTO output VALUES (?, ?, ?)")
        for digest in digests { try insertion.execute(arguments: [batch, digest, request.lease.item.number]) }
        return nil
    }
}

import Foundation
import GRDB

extension GRDBJobStore {
    package func claimNotifications(
        _ limit: Int, lease: Duration
    ) async throws(JobError) -> [BatchNotification] {
        let (now, token) = (now, Int64.random(in: 1 ... .max))
        let end = now + min(lease, JobTiming.longestLease).milliseconds
        let latest = now + max(JobTiming.longestDelay, JobTiming.longestLease).milliseconds
        // Polled often, mostly in vain: takes the write lock only if something is due.
        let isAnyDue = try await read { database in
            try Bool.fetchOne(
                database, sql: "SELECT EXISTS (SELECT 1 FROM notification WHERE due <= ? OR due > ?)",
                arguments: [now, latest])
        }
        guard isAnyDue == true else { return [] }
        return try await write { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    UPDATE notification SET due = ?, token = ? WHERE id IN (
                        SELECT id FROM notification WHERE due <= ? OR due > ? ORDER BY due, id LIMIT ?)
                    RETURNING *
                    """,
                arguments: [end, token, now, latest, limit])
            return try rows.compactMap { row in try notification(row, database) }.sorted { $0.id < $1.id }
        }
    }

    private func notification(_ row: Row, _ database: Database) throws -> BatchNotification? {
        guard let record = try find(number: row["batch"], in: database),
            let webhook = record.batch.specification.webhook
        else { return nil }
        guard let event = BatchNotification.Event(rawValue: row["event"]) else {
            throw JobError.damaged("a notification")
        }
        return BatchNotification(
            id: row["id"], batch: record.batch.id, event: event, webhook: webhook,
            counts: try ColumnJSON.value(row["counts"]), time: Date(milliseconds: row["time"]),
            attempts: row["attempts"], token: row["token"])
    }

    package func finish(
        _ notification: BatchNotification, _ outcome: NotificationOutcome
    ) async throws(JobError) {
        let now = now
        try await write { database in
            switch outcome {
            case .delivered, .givenUp:
                try database.execute(
                    sql: "DELETE FROM notification WHERE id = ? AND token = ?",
                    arguments: [notification.id, notification.token])
            case .putOff(let time):
                try database.execute(
                    sql: """
                        UPDATE notification SET due = ?, token = 0, attempts = attempts + 1 WHERE id = ? AND token = ?
                        """,
                    arguments: [Self.bounded(time, now: now) ?? now, notification.id, notification.token])
            }
        }
    }
}

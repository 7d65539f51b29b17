import Foundation
import GRDB

// The consequences of a change to a batch's counts, in the transaction that made it.
extension GRDBJobStore {
    /// Finishes the batch when its last item has ended, pauses it when its failure limit is reached, and queues
    /// notifications for the webhook. Returns the batch as it is then; `nil` if it is deleted.
    @discardableResult
    func settle(_ number: Int64, at now: Int, _ database: Database) throws -> Batch? {
        guard let record = try find(number: number, in: database) else { return nil }
        let (batch, counts) = (record.batch, record.batch.counts)
        let isActive = batch.state == .running || batch.state == .paused
        if isActive, counts.waiting == 0, counts.running == 0 {
            return try finish(record, at: now, database)
        }
        try Self.noteProgress(record, at: now, database)
        if batch.state == .running, let reason = record.failureReason {
            return try pause(record, because: reason, at: now, database)
        }
        return batch
    }

    private func finish(_ record: BatchRecord, at now: Int, _ database: Database) throws -> Batch {
        try database.execute(
            sql: "UPDATE batch SET state = ?, ended = ?, pause_code = NULL, pause_message = NULL WHERE number = ?",
            arguments: [BatchState.finished.rawValue, now, record.number])
        try Self.notify(.finished, record, at: now, database)
        return try find(record.batch.id, in: database).batch
    }

    /// Pauses a running batch; notifies the webhook if there is a reason.
    func pause(
        _ record: BatchRecord, because reason: ItemCause?, at now: Int, _ database: Database
    ) throws -> Batch {
        try database.execute(
            sql: "UPDATE batch SET state = ?, pause_code = ?, pause_message = ? WHERE number = ?",
            arguments: [BatchState.paused.rawValue, reason?.code, reason?.message, record.number])
        if reason != nil { try Self.notify(.paused, record, at: now, database) }
        return try find(record.batch.id, in: database).batch
    }

    private static func noteProgress(_ record: BatchRecord, at now: Int, _ database: Database) throws {
        let ended = record.batch.counts.ended
        guard let next = record.nextProgress, ended >= next, let step = record.batch.specification.webhook?.everyItems
        else { return }
        try database.execute(
            sql: "UPDATE batch SET next_progress = ? WHERE number = ?",
            arguments: [(ended / step + 1) * step, record.number])
        try notify(.progress, record, at: now, database)
    }

    /// Queues a notification for the webhook, if there is one.
    static func notify(
        _ event: BatchNotification.Event, _ record: BatchRecord, at now: Int, _ database: Database
    ) throws {
        guard record.batch.specification.webhook != nil else { return }
        try database.execute(
            sql: "INSERT INTO notification (batch, event, counts, time, due) VALUES (?, ?, ?, ?, ?)",
            arguments: [record.number, event.rawValue, try ColumnJSON.text(record.batch.counts), now, now])
    }
}

extension BatchRecord {
    /// Why the batch must pause; `nil` as long as not too much has failed.
    fileprivate var failureReason: ItemCause? {
        guard let limit = batch.specification.failureLimit else { return nil }
        let (ended, failed) = (batch.counts.ended - endedBefore, batch.counts.failed - failedBefore)
        guard ended > 0, ended >= limit.minimumItems, Double(failed) > limit.share * Double(ended) else { return nil }
        return ItemCause(
            code: "batch.failureLimit",
            message: "\(failed) of \(ended) items failed; the batch pauses above a share of \(limit.share).")
    }
}

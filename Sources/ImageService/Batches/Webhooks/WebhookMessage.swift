import Foundation
package import Jobs

/// What a webhook receives about a batch, as JSON.
///
/// ```
/// {"data":{"batch":"3k7…","items":{"done":98,"failed":2,"running":0,"skipped":0,"total":100,"waiting":0},
///  "outputBytes":1234,"renditions":196,"retries":0,"sourceBytes":4567},
///  "timestamp":"2026-01-31T12:00:00.000Z","type":"batch.finished"}
/// ```
package struct WebhookMessage: Encodable {
    private struct Content: Encodable {
        var batch: BatchID
        var items: ItemCountsDocument
        var sourceBytes: Int
        var renditions: Int
        var outputBytes: Int
        var retries: Int
    }

    private let type: String
    private let timestamp: String
    private let data: Content

    package init(_ notification: BatchNotification) {
        let counts = notification.counts
        type = "batch.\(notification.event.rawValue)"
        timestamp = notification.time.formatted(.iso8601WithMilliseconds)
        data = Content(
            batch: notification.batch, items: ItemCountsDocument(counts), sourceBytes: counts.sourceBytes,
            renditions: counts.renditions, outputBytes: counts.outputBytes, retries: counts.retries)
    }

    /// The JSON text in UTF-8, keys in alphabetical order.
    ///
    /// - Throws: `EncodingError`; strings and whole numbers never cause one.
    package func encoded() throws -> [UInt8] {
        try JSONText.bytes(of: self)
    }
}

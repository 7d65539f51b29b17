import Foundation
import ImageService
package import Jobs

/// A batch as JSON.
package struct BatchDocument: Encodable, Sendable {
    package struct Cause: Encodable, Sendable {
        let code: String
        let message: String

        init(_ cause: ItemCause) { (code, message) = (cause.code, cause.message) }
    }

    struct Webhook: Encodable, Sendable {
        let url: String
        let every: Int?
    }

    let id: String
    let label: String?
    let state: String
    let pauseReason: Cause?
    let sizes: String
    let store: String
    let force: Bool
    let attempts: Int
    let failureShare: Double?
    let webhook: Webhook?
    let items: ItemCountsDocument
    let sourceBytes: Int
    let renditions: Int
    let outputBytes: Int
    let retries: Int
    /// How many items failed by each cause; `nil` in lists of batches.
    let failures: [String: Int]?
    let created: String
    let sealed: String?
    let ended: String?

    package init(_ batch: Batch, failures: [String: Int]? = nil) {
        let (specification, counts) = (batch.specification, batch.counts)
        id = batch.id.text
        label = specification.label
        state = batch.state.rawValue
        pauseReason = batch.pauseReason.map(Cause.init)
        sizes = specification.sizes
        store = specification.template
        force = specification.isForced
        attempts = specification.maximumAttempts
        failureShare = specification.failureLimit?.share
        webhook = specification.webhook.map { Webhook(url: $0.url, every: $0.everyItems) }
        items = ItemCountsDocument(counts)
        sourceBytes = counts.sourceBytes
        renditions = counts.renditions
        outputBytes = counts.outputBytes
        retries = counts.retries
        self.failures = failures
        created = batch.created.formatted(.iso8601WithMilliseconds)
        sealed = batch.sealed?.formatted(.iso8601WithMilliseconds)
        ended = batch.ended?.formatted(.iso8601WithMilliseconds)
    }
}

/// An item of a batch as JSON.
package struct BatchItemDocument: Encodable, Sendable {
    struct Rendition: Encodable, Sendable {
        let path: String
        let bytes: Int
        let width: Int
        let height: Int
        let format: String
        /// Where the source was, and the file shows what there is of it.
        let damaged: Bool?
    }

    let source: String
    let line: Int
    let values: [String: String]?
    let state: String
    let attempts: Int
    let cause: BatchDocument.Cause?
    let sourceBytes: Int?
    let validator: String?
    let renditions: [Rendition]?
    /// When it can be claimed, until when it is a worker's, or when it ended.
    let time: String?

    package init(_ item: BatchItem) {
        source = item.source
        line = item.line
        values = item.values.isEmpty ? nil : item.values
        state = item.state.rawValue
        attempts = item.attempts
        cause = item.cause.map(BatchDocument.Cause.init)
        sourceBytes = item.facts?.sourceBytes
        validator = item.facts?.validator
        renditions = item.facts?.renditions.map {
            Rendition(
                path: $0.path, bytes: $0.bytes, width: $0.width, height: $0.height, format: $0.format,
                damaged: $0.isDamaged)
        }
        time = item.time?.formatted(.iso8601WithMilliseconds)
    }
}

/// Text of JSON as it is sent.
package enum JSONText {
    /// UTF-8, keys in alphabetical order, slashes as they are.
    ///
    /// - Throws: `EncodingError`; strings and whole numbers give no cause for one.
    package static func of(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

import Foundation
package import Jobs

/// A batch as JSON.
package struct BatchDocument: Encodable, Sendable {
    struct Webhook: Encodable, Sendable {
        let url: String
        let every: Int?
    }

    let id: String
    let label: String?
    let state: String
    let pauseReason: ItemCause?
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
        pauseReason = batch.pauseReason
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

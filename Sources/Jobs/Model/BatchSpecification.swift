import Cryptography
import Foundation
package import ImageModel

/// What a batch makes of each of its sources, and how it proceeds; never changed once the batch exists.
package struct BatchSpecification: Sendable, Hashable, Codable {
    /// A name for human readers; it need not be unique.
    package var label: String?
    /// At least one.
    package var renditions: [Rendition]
    /// The sizes as the user wrote them, for display.
    package var sizes: String
    /// The name template of the outputs.
    package var template: String
    /// Whether everything is made again, even if source and options have not changed since an earlier batch.
    package var isForced = false
    /// Whether sources may be absolute paths, which are read wherever they are. Only for batches of users who can read
    /// those files anyway: never for one that came over the network.
    package var readsFiles = false
    /// How often an item is tried when its failures are temporary; at least 1.
    package var maximumAttempts = 5
    /// How many workers may be lost (killed, crashed) while working on an item before it counts as failed: the item
    /// itself may be what kills them. At least 1.
    package var maximumLosses = 10
    /// When a batch pauses by itself; `nil`: never because of failures.
    package var failureLimit: FailureLimit?
    /// Who is notified about it; `nil`: nobody.
    package var webhook: BatchWebhook?

    package init(renditions: [Rendition], sizes: String, template: String) {
        self.renditions = renditions
        self.sizes = sizes
        self.template = template
    }

    /// A short name for what is made from a source: equal for two batches that make the same files from it, under the
    /// same names. 32 hexadecimal digits.
    ///
    /// - Throws: for values that JSON cannot represent, which no rendition has (NaN).
    package func optionsDigest() throws(JobError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            let digest = SHA256.digest(of: Array(try encoder.encode(renditions)), Array("\0\(template)".utf8))
            return HexText.text(digest.prefix(16))
        } catch {
            throw JobError(.invalidBatch, "The renditions contain a value that is not a number.", cause: error)
        }
    }
}

/// When a batch pauses because too much fails.
package struct FailureLimit: Sendable, Hashable, Codable {
    /// 0…1: the share of ended items that failed; the batch pauses above it.
    package var share: Double
    /// The number of items that must have ended before the limit applies. What ended before the latest resumption does
    /// not count.
    package var minimumItems: Int

    package init(share: Double, minimumItems: Int = 100) {
        self.share = share
        self.minimumItems = minimumItems
    }
}

/// Who is notified when a batch ends.
package struct BatchWebhook: Sendable, Hashable, Codable {
    package var url: String
    /// Also notified each time this many more items have ended; `nil`: only at the end.
    package var everyItems: Int?

    package init(url: String, everyItems: Int? = nil) {
        self.url = url
        self.everyItems = everyItems
    }
}

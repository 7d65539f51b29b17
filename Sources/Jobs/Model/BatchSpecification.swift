import Cryptography
import Foundation
package import ImageModel

/// What a batch makes of each of its sources, and how it goes about it; never changed once the batch exists.
package struct BatchSpecification: Sendable, Hashable, Codable {
    /// A name for people; it need not be the only one.
    package var label: String?
    /// At least one.
    package var renditions: [Rendition]
    /// The sizes as the user wrote them, to be shown.
    package var sizes: String
    /// The name template of the outputs.
    package var template: String
    /// Whether everything is made anew, also where source and options have not changed since an earlier batch.
    package var isForced = false
    /// Whether sources may be absolute paths of files, which are read wherever they lie. Only for batches of people who
    /// can read them anyway: never for one that came over the network.
    package var readsFiles = false
    /// How often an item is tried when its failures are temporary; at least 1.
    package var maximumAttempts = 5
    /// How many workers may be lost (killed, crashed) while they work on an item before it counts as failed: it may be
    /// the item that kills them. At least 1.
    package var maximumLosses = 10
    /// When a batch pauses by itself; `nil`: never for failures.
    package var failureLimit: FailureLimit?
    /// Who is told about it; `nil`: nobody.
    package var webhook: BatchWebhook?

    package init(renditions: [Rendition], sizes: String, template: String) {
        self.renditions = renditions
        self.sizes = sizes
        self.template = template
    }

    /// A short name of what is made of a source: equal for two batches that make the same files of it, under the same
    /// names. 32 hexadecimal digits.
    ///
    /// - Throws: what JSON cannot hold, which no rendition has (a number that is none).
    package func optionsDigest() throws(JobError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            let digest = SHA256.digest(of: Array(try encoder.encode(renditions)), Array("\0\(template)".utf8))
            return HexText.text(digest.prefix(16))
        } catch {
            throw JobError(.invalidBatch, "The renditions hold a number that is none.", cause: error)
        }
    }
}

/// When a batch pauses because too much fails.
package struct FailureLimit: Sendable, Hashable, Codable {
    /// 0…1: of the items that have ended, those that failed; the batch pauses above it.
    package var share: Double
    /// Items that must have ended before it counts. What ended before the batch was resumed last does not.
    package var minimumItems: Int

    package init(share: Double, minimumItems: Int = 100) {
        self.share = share
        self.minimumItems = minimumItems
    }
}

/// Who is told when a batch ends.
package struct BatchWebhook: Sendable, Hashable, Codable {
    package var url: String
    /// Also told each time that so many more items have ended; `nil`: only at the end.
    package var everyItems: Int?

    package init(url: String, everyItems: Int? = nil) {
        self.url = url
        self.everyItems = everyItems
    }
}

package import Foundation
package import ImageModel

/// The name of an item within its store.
package struct ItemID: Sendable, Hashable, Codable, Comparable {
    package let number: Int64

    package init(_ number: Int64) { self.number = number }

    package static func < (left: ItemID, right: ItemID) -> Bool { left.number < right.number }
}

/// The state of an item: `waiting → running → done | failed | skipped`, and back to `waiting` if its worker is lost or
/// returns it, after a temporary failure, and when a failed one is tried again.
package enum ItemState: String, Sendable, Hashable, Codable, CaseIterable {
    case waiting, running, done, failed, skipped

    /// Whether nothing more happens to it by itself.
    package var isEnded: Bool { self == .done || self == .failed || self == .skipped }
}

/// A source to be added to a batch.
package struct NewItem: Sendable, Hashable {
    /// A URL, `local:///…` or an absolute path: what `SourceReference` reads.
    package var source: String
    /// Its place in the manifest, from 1: the line's number, or the count.
    package var line: Int
    /// Further columns, for the name template.
    package var values: [String: String]

    package init(source: String, line: Int, values: [String: String] = [:]) {
        self.source = source
        self.line = line
        self.values = values
    }
}

/// One source of a batch.
package struct BatchItem: Sendable, Hashable {
    package var id: ItemID
    package var batch: BatchID
    package var source: String
    package var line: Int
    package var values: [String: String]
    package var state: ItemState
    /// How often an attempt came to an end: done, failed, or postponed.
    package var attempts: Int
    /// How often a worker that had it was lost.
    package var losses: Int
    /// The latest failure; stays until the item is done.
    package var cause: ItemCause?
    /// What is known about the source and its outputs; `nil` before that is known.
    package var facts: ItemFacts?
    /// When it may be claimed, until when a worker has it, or when it ended.
    package var time: Date?

    package init(
        id: ItemID, batch: BatchID, source: String, line: Int, values: [String: String] = [:],
        state: ItemState = .waiting, attempts: Int = 0, losses: Int = 0, cause: ItemCause? = nil,
        facts: ItemFacts? = nil, time: Date? = nil
    ) {
        self.id = id
        self.batch = batch
        self.source = source
        self.line = line
        self.values = values
        self.state = state
        self.attempts = attempts
        self.losses = losses
        self.cause = cause
        self.facts = facts
        self.time = time
    }
}

/// Why something failed, was postponed, or was paused.
package struct ItemCause: Sendable, Hashable, Codable {
    /// For programs, from a closed set: `source.timedOut`, `source.status.404`, `render.undecodable`, …
    package var code: String
    /// For people.
    package var message: String

    package init(code: String, message: String) {
        self.code = code
        self.message = message
    }
}

/// What is known about an item's source and its outputs.
package struct ItemFacts: Sendable, Hashable, Codable {
    package var sourceBytes: Int
    /// The origin's or file system's mark of the source's version; `nil` if it has none.
    package var validator: String?
    package var renditions: [StoredFile]

    package init(sourceBytes: Int, validator: String? = nil, renditions: [StoredFile] = []) {
        self.sourceBytes = sourceBytes
        self.validator = validator
        self.renditions = renditions
    }
}

package import Foundation

/// The state of a batch.
package enum BatchState: String, Sendable, Hashable, Codable, CaseIterable {
    /// Its items are still being added; nothing is worked on.
    case loading
    /// Its items are handed to workers as these ask for them.
    case running
    /// No further item is handed to workers until the batch is resumed.
    case paused
    /// Cancelled for good; items that were waiting remain so.
    case cancelled
    /// Every item has ended.
    case finished
}

/// A durable list of sources with one size list.
package struct Batch: Sendable, Hashable {
    package var id: BatchID
    package var specification: BatchSpecification
    package var state: BatchState
    /// Why it is paused; `nil` in other states, and if it was paused by a person.
    package var pauseReason: ItemCause?
    package var counts: BatchCounts
    package var created: Date
    /// When its last item was added; `nil` before.
    package var sealed: Date?
    /// When it was finished or cancelled; `nil` before.
    package var ended: Date?

    package init(
        id: BatchID, specification: BatchSpecification, state: BatchState, pauseReason: ItemCause? = nil,
        counts: BatchCounts = BatchCounts(), created: Date, sealed: Date? = nil, ended: Date? = nil
    ) {
        self.id = id
        self.specification = specification
        self.state = state
        self.pauseReason = pauseReason
        self.counts = counts
        self.created = created
        self.sealed = sealed
        self.ended = ended
    }
}

/// How many items of a batch are in each state, and the totals of the ended ones. Updated with every change: reading it
/// costs the same for ten items as for ten million.
package struct BatchCounts: Sendable, Hashable, Codable {
    package var waiting = 0
    package var running = 0
    package var done = 0
    package var failed = 0
    package var skipped = 0
    /// Bytes of the sources of items that are done.
    package var sourceBytes = 0
    /// Files written, and their total size.
    package var renditions = 0
    package var outputBytes = 0
    /// How often items were postponed after a temporary failure.
    package var retries = 0

    package init() {}

    package var total: Int { waiting + running + done + failed + skipped }
    package var ended: Int { done + failed + skipped }

    /// The count of one state.
    package subscript(state: ItemState) -> Int {
        get {
            switch state {
            case .waiting: waiting
            case .running: running
            case .done: done
            case .failed: failed
            case .skipped: skipped
            }
        }
        set {
            switch state {
            case .waiting: waiting = newValue
            case .running: running = newValue
            case .done: done = newValue
            case .failed: failed = newValue
            case .skipped: skipped = newValue
            }
        }
    }
}

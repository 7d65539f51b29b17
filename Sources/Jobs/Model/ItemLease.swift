package import Foundation

/// One worker's right to one item. The token counts, not the time: the holder of a newer one has the item, and a report
/// with an old one changes nothing.
package struct ItemLease: Sendable, Hashable {
    package let item: ItemID
    package let token: Int64

    package init(item: ItemID, token: Int64) {
        self.item = item
        self.token = token
    }

    /// How many items of a batch a worker may hold at once, including this one, if it holds one that was lost `losses`
    /// times: as many as it wants, 32, 8, 2, and then only that one.
    package static func company(losses: Int) -> Int { losses == 0 ? .max : max(1, 128 >> min(2 * losses, 60)) }
}

/// An item handed to a worker.
package struct ClaimedItem: Sendable, Hashable {
    package var item: BatchItem
    package var lease: ItemLease
    /// After this time the item may be handed to another worker.
    package var expires: Date
    /// What an earlier batch with the same options made from the same source; `nil` if there is none, or the batch is
    /// forced.
    package var previous: ItemFacts?

    package init(item: BatchItem, lease: ItemLease, expires: Date, previous: ItemFacts? = nil) {
        self.item = item
        self.lease = lease
        self.expires = expires
        self.previous = previous
    }
}

/// The result of an item that a worker had.
package struct ItemReport: Sendable, Hashable {
    package enum Outcome: Sendable, Hashable {
        /// Its files are on disk, under their names.
        case done(ItemFacts)
        /// The source and its files are as an earlier batch left them.
        case skipped(ItemFacts)
        /// Failed for good.
        case failed(ItemCause, ItemFacts? = nil)
        /// To be tried again, not before `at`.
        case putOff(ItemCause, at: Date)
    }

    package var lease: ItemLease
    package var outcome: Outcome

    package init(lease: ItemLease, outcome: Outcome) {
        self.lease = lease
        self.outcome = outcome
    }
}

/// One line in the log of an item.
package struct ItemTransition: Sendable, Hashable {
    package enum Event: String, Sendable, Hashable, Codable, CaseIterable {
        case claimed
        /// Returned without having been tried.
        case released
        /// Its worker's lease ran out.
        case lost
        case putOff
        case done
        case failed
        case skipped
        /// Someone requested another try.
        case retried
    }

    package var item: ItemID
    /// From 1, without gaps.
    package var number: Int
    package var event: Event
    package var time: Date
    /// Who had or has it; `nil` if no worker did it.
    package var worker: String?
    package var cause: String?

    package init(item: ItemID, number: Int, event: Event, time: Date, worker: String? = nil, cause: String? = nil) {
        self.item = item
        self.number = number
        self.event = event
        self.time = time
        self.worker = worker
        self.cause = cause
    }
}

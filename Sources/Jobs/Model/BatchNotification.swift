package import Foundation

/// A message for a batch's webhook. It is written together with the change it reports, so that none is lost; it is
/// delivered at least once, so it may arrive twice: `id` identifies it.
package struct BatchNotification: Sendable, Hashable {
    package enum Event: String, Sendable, Hashable, Codable, CaseIterable {
        /// This many more items have ended.
        case progress
        case finished
        case cancelled
        /// By itself: too much failed, or the outputs cannot be written.
        case paused
    }

    /// Unique in the store, the same for each attempt.
    package var id: Int64
    package var batch: BatchID
    package var event: Event
    package var webhook: BatchWebhook
    /// The counts at the time of the event.
    package var counts: BatchCounts
    package var time: Date
    /// How often it was tried before.
    package var attempts: Int
    /// As in `ItemLease`.
    package var token: Int64

    package init(
        id: Int64, batch: BatchID, event: Event, webhook: BatchWebhook, counts: BatchCounts, time: Date, attempts: Int,
        token: Int64
    ) {
        self.id = id
        self.batch = batch
        self.event = event
        self.webhook = webhook
        self.counts = counts
        self.time = time
        self.attempts = attempts
        self.token = token
    }
}

/// The outcome of delivering it.
package enum NotificationOutcome: Sendable, Hashable {
    case delivered
    case putOff(until: Date)
    /// It will not be tried again.
    case givenUp
}

import Foundation
package import Jobs
package import Logging
package import Sources
import Waiting

/// Tells webhooks what happened to their batches, from the store. A message that is not accepted is sent again, also by
/// another process, and after a crash. So it may arrive twice, with the same `webhook-id`.
package struct WebhookDelivery: Sendable {
    private let store: any JobStore
    private let poster: RemotePoster
    private let signer: WebhookSigner
    private let logger: Logger

    /// How often a message is tried before it is given up: over about a day.
    static let maximumAttempts = 11
    /// For one attempt.
    private static let timeout = Duration.seconds(15)
    /// Messages that are sent at the same time.
    private static let parallel = 8
    /// The interval between two looks into the store, if there is nothing to do.
    private static let pause = Duration.seconds(2)

    package init(store: any JobStore, poster: RemotePoster, signer: WebhookSigner, logger: Logger) {
        self.store = store
        self.poster = poster
        self.signer = signer
        self.logger = logger
    }

    /// Sends what is due, repeatedly, until the task is cancelled.
    package func runUntilCancelled() async {
        repeat {
            do throws(JobError) {
                while try await deliverDue() > 0, !Task.isCancelled {}
            } catch {
                logger.warning(
                    "webhooks are delayed", metadata: ["error.code": "\(error.code)", "error": "\(error.message)"])
            }
        } while await hasPassed(Self.pause)
    }

    /// Sends what is due now, once.
    ///
    /// - Returns: how many messages were due.
    /// - Throws: what the store fails with.
    @discardableResult
    package func deliverDue() async throws(JobError) -> Int {
        let due = try await store.claimNotifications(Self.parallel, lease: Self.timeout * 4)
        await withTaskGroup(of: Void.self) { group in
            for notification in due { group.addTask { await deliver(notification) } }
        }
        return due.count
    }

    private func deliver(_ notification: BatchNotification) async {
        let outcome = await send(notification)
        do throws(JobError) {
            try await store.finish(notification, outcome)
        } catch {
            // It will be sent a second time when its lease has expired.
            log(notification, "not recorded", ["error": "\(error.message)"])
        }
    }

    private func send(_ notification: BatchNotification) async -> NotificationOutcome {
        do {
            let body = try WebhookMessage(notification).encoded()
            let url = try RemoteURL(parsing: notification.webhook.url)
            let signed = signer.headers(id: "\(notification.batch)-\(notification.id)", time: Date(), body: body)
            let headers = [(name: "Content-Type", value: "application/json")] + signed
            let status = try await poster.post(body, headers: headers, to: url, within: Self.timeout)
            return outcome(of: notification, status: status)
        } catch let error as SourceError {
            if error.code == .cancelled { return .putOff(until: Date()) }
            let isPermanent = [.addressDenied, .invalidReference, .schemeNotAllowed].contains(error.code)
            return failure(of: notification, "source.\(error.code)", isPermanent: isPermanent)
        } catch {
            return failure(of: notification, "internal", isPermanent: true)
        }
    }

    /// Gone (410) ends it, as the specification says; any other answer except 2xx is a failure, including redirects.
    private func outcome(of notification: BatchNotification, status: Int) -> NotificationOutcome {
        (200...299).contains(status)
            ? .delivered : failure(of: notification, "status.\(status)", isPermanent: status == 410)
    }

    private func failure(
        of notification: BatchNotification, _ code: String, isPermanent: Bool
    ) -> NotificationOutcome {
        let isLast = isPermanent || notification.attempts + 1 >= Self.maximumAttempts
        log(notification, isLast ? "given up" : "postponed", ["error.code": "\(code)"])
        return isLast ? .givenUp : .putOff(until: Date() + Self.delay(after: notification.attempts))
    }

    private func log(_ notification: BatchNotification, _ what: String, _ more: Logger.Metadata) {
        let facts: Logger.Metadata = [
            "batch.id": "\(notification.batch)", "webhook.event": "\(notification.event.rawValue)",
            "webhook.attempts": "\(notification.attempts + 1)", "webhook.outcome": "\(what)",
        ]
        logger.warning("webhook not delivered", metadata: facts.merging(more) { $1 })
    }

    /// Seconds until the next attempt: three times as long each time, at most six hours, up to a fifth more by chance.
    static func delay(after attempts: Int, chance: Double = .random(in: 0...1)) -> TimeInterval {
        min(10 * pow(3, Double(attempts)), 21_600 / 1.2) * (1 + 0.2 * chance)
    }
}

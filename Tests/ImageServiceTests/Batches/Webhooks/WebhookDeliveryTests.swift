import Foundation
import ImageModel
import Jobs
import Logging
import NIOConcurrencyHelpers
import Sources
import TestSupport
import Testing

@testable import ImageService

@Suite(.timeLimit(.minutes(10))) struct WebhookDeliveryTests {
    /// A time of day that stands until it is set.
    private final class Clock: Sendable {
        private let time = NIOLockedValueBox(Date(timeIntervalSince1970: 1_700_000_000))

        var clock: JobClock { JobClock { self.time.withLockedValue { $0 } } }

        func advance(by seconds: TimeInterval) { time.withLockedValue { $0 += seconds } }
    }

    private struct Setting {
        let store: GRDBJobStore
        let delivery: WebhookDelivery
        let clock: Clock
        let batch: Batch
    }

    /// Runs `body` with a batch that has just finished, and whose webhook is at `url`.
    private func with(
        _ url: String, allowsPrivate: Bool = true, _ body: (Setting) async throws -> Void
    ) async throws {
        let (folder, clock) = (try ScratchFolder(), Clock())
        let store = try GRDBJobStore(path: "\(folder.path)/jobs.db", clock: clock.clock)
        var specification = BatchSpecification(renditions: [Rendition(width: 1)], sizes: "1", template: "{stem}.jpg")
        specification.webhook = BatchWebhook(url: url)
        let batch = try await store.seal(try await store.create(specification, idempotencyKey: nil).batch.id)
        let signer = try #require(WebhookSigner(secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        try await withService(allowsPrivate: allowsPrivate) { service in
            let delivery = WebhookDelivery(
                store: store, poster: service.poster, signer: signer,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            try await body(Setting(store: store, delivery: delivery, clock: clock, batch: batch))
        }
        withExtendedLifetime(folder) {}
    }

    @Test("the end of a batch is told once, signed")
    func delivers() async throws {
        try await FakeOrigin.with(answers: ["/hook": FakeAnswer(status: 204)]) { origin in
            try await with(origin.url("/hook")) { setting async throws in
                #expect(try await setting.delivery.deliverDue() == 1)
                setting.clock.advance(by: 100_000)
                #expect(try await setting.delivery.deliverDue() == 0)
                let request = try #require(origin.record.requests.first)
                #expect(origin.record.requests.count == 1)
                let message = try JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any]
                #expect(message?["type"] as? String == "batch.finished")
                #expect((message?["data"] as? [String: Any])?["batch"] as? String == setting.batch.id.text)
                #expect(request.header("webhook-id")?.hasPrefix(setting.batch.id.text) == true)
                #expect(request.header("webhook-signature")?.hasPrefix("v1,") == true)
            }
        }
    }

    @Test("what is not taken is sent again under the same id, later and later")
    func retries() async throws {
        let script = FakeOrigin.Script { _, before in FakeAnswer(status: before < 2 ? 500 : 200) }
        try await FakeOrigin.with(script: script) { origin in
            try await with(origin.url("/hook")) { setting async throws in
                #expect(try await setting.delivery.deliverDue() == 1)
                #expect(try await setting.delivery.deliverDue() == 0, "not at once")
                setting.clock.advance(by: 86_400)
                #expect(try await setting.delivery.deliverDue() == 1)
                setting.clock.advance(by: 86_400)
                #expect(try await setting.delivery.deliverDue() == 1)
                setting.clock.advance(by: 86_400)
                #expect(try await setting.delivery.deliverDue() == 0)
                #expect(Set(origin.record.requests.compactMap { $0.header("webhook-id") }).count == 1)
            }
        }
    }

    @Test("one that is gone (410) is not asked again, and a redirect is a failure")
    func gone() async throws {
        try await FakeOrigin.with(answers: ["/gone": FakeAnswer(status: 410), "/go": .redirect(to: "/gone")]) {
            origin in
            for (path, again) in [("/gone", 0), ("/go", 1)] {
                try await with(origin.url(path)) { setting async throws in
                    #expect(try await setting.delivery.deliverDue() == 1)
                    setting.clock.advance(by: 86_400)
                    #expect(try await setting.delivery.deliverDue() == again)
                }
            }
            #expect(origin.record.count("/gone") == 1)
        }
    }

    @Test("a private address is not dialled, and given up")
    func denied() async throws {
        try await FakeOrigin.with(answers: ["/hook": FakeAnswer()]) { origin in
            try await with(origin.url("/hook"), allowsPrivate: false) { setting async throws in
                #expect(try await setting.delivery.deliverDue() == 1)
                setting.clock.advance(by: 86_400)
                #expect(try await setting.delivery.deliverDue() == 0)
            }
            #expect(origin.record.acceptedConnections == 0)
        }
    }

    @Test("the pauses grow to six hours, over about a day in all")
    func delays() {
        #expect(WebhookDelivery.delay(after: 0, chance: 0) == 10)
        #expect(WebhookDelivery.delay(after: 2, chance: 0) == 90)
        #expect(WebhookDelivery.delay(after: 0, chance: 1) == 12)
        #expect(WebhookDelivery.delay(after: 100, chance: 1) <= 21_600)
        let sum = (0..<(WebhookDelivery.maximumAttempts - 1)).map { WebhookDelivery.delay(after: $0, chance: 0.5) }
            .reduce(0, +)
        #expect((10 * 3600.0...30 * 3600.0).contains(sum))
    }
}

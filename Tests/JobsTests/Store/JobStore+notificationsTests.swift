import Foundation
import Testing

@testable import Jobs

/// What every store must do to notify webhooks.
@Suite struct JobStoreNotificationTests {
    private static let hook = BatchWebhook(url: "https://hook.example/", everyItems: 2)

    @Test(arguments: TestedStore.all) func progressAndTheEndAreTold(_ tested: TestedStore) async throws {
        let bench = try tested.make()
        let id = try await bench.batch(of: 5) { $0.webhook = Self.hook }
        for _ in 0..<5 {
            let items = try await bench.claim(1, of: id)
            _ = try await bench.store.finish(
                items.map { ItemReport(lease: $0.lease, outcome: .done(StoreBench.facts)) })
        }
        let told = try await bench.store.claimNotifications(10, lease: .seconds(60))
        #expect(told.map(\.event) == [.progress, .progress, .finished])
        #expect(told.map(\.counts.ended) == [2, 4, 5])
        #expect(told.allSatisfy { $0.batch == id && $0.webhook == Self.hook })
    }

    @Test(arguments: TestedStore.all) func nobodyIsToldWhereThereIsNoWebhook(_ tested: TestedStore) async throws {
        let bench = try tested.make()
        try await bench.end(try await bench.batch(of: 5), with: .done(StoreBench.facts))
        #expect(try await bench.store.claimNotifications(10, lease: .seconds(60)).isEmpty)
    }

    @Test(arguments: TestedStore.all) func aNotificationIsOnesUntilItIsLate(_ tested: TestedStore) async throws {
        let bench = try tested.make()
        let id = try await bench.batch(of: 5) { $0.webhook = Self.hook }
        try await bench.store.cancel(id)
        let first = try await bench.store.claimNotifications(10, lease: .seconds(60))
        #expect(first.map(\.event) == [.cancelled])
        #expect(try await bench.store.claimNotifications(10, lease: .seconds(60)).isEmpty)
        bench.clock.advance(by: .seconds(61))
        let second = try await bench.store.claimNotifications(10, lease: .seconds(60))
        #expect(second.map(\.id) == first.map(\.id))
        try await bench.store.finish(first[0], .delivered)
        try await bench.store.finish(second[0], .putOff(until: bench.clock.now + 20))
        #expect(try await bench.store.claimNotifications(10, lease: .seconds(60)).isEmpty)
        bench.clock.advance(by: .seconds(20))
        let third = try await bench.store.claimNotifications(10, lease: .seconds(60))
        #expect(third.map(\.attempts) == [1])
        try await bench.store.finish(third[0], .delivered)
        bench.clock.advance(by: .seconds(100))
        #expect(try await bench.store.claimNotifications(10, lease: .seconds(60)).isEmpty)
    }

    @Test(arguments: TestedStore.all) func aPauseIsToldOnlyWhenNobodyAskedForIt(_ tested: TestedStore) async throws {
        let bench = try tested.make()
        let id = try await bench.batch(of: 5) { $0.webhook = Self.hook }
        try await bench.store.pause(id, reason: nil)
        #expect(try await bench.store.claimNotifications(10, lease: .seconds(60)).isEmpty)
        try await bench.store.resume(id)
        try await bench.store.pause(id, reason: StoreBench.failure)
        #expect(try await bench.store.claimNotifications(10, lease: .seconds(60)).map(\.event) == [.paused])
    }
}

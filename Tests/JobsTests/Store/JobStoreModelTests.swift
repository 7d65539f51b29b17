import Foundation
import TestSupport
import Testing

@testable import Jobs

/// Random calls on a store, compared with a model that knows only the rules.
@Suite(.computing) struct JobStoreModelTests {
    private static let items = 30

    @Test(arguments: TestedStore.all, [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func aStoreDoesWhatTheModelDoes(_ tested: TestedStore, _ seed: UInt64) async throws {
        let bench = try tested.make()
        let batch = try await bench.batch(of: Self.items) { $0.maximumLosses = 4 }
        var model = ModelBatch(
            ids: try await bench.store.items(of: batch, in: nil, after: nil, limit: 1000).elements.map(\.id))
        var random = SplitMix64(seed: seed)
        var leases: [ItemLease] = []
        for step in 0..<400 {
            let held = leases.randomElement(using: &random)
            switch Int.random(in: 0..<12, using: &random) {
            case 0...2:
                let count = Int.random(in: 1...5, using: &random)
                let claimed = try await bench.claim(count, of: batch)
                #expect(claimed.map(\.item.id) == model.claim(count, at: bench.clock.now), "step \(step)")
                for item in claimed { model.note(item.lease) }
                leases += claimed.map(\.lease)
            case 3...6:
                guard let held else { continue }
                let outcome = Self.outcome(now: bench.clock.now, &random)
                let lost = try await bench.store.finish([ItemReport(lease: held, outcome: outcome)])
                #expect(lost.isEmpty == model.finish(held, outcome, at: bench.clock.now), "step \(step)")
            case 7:
                guard let held else { continue }
                try await bench.store.release([held], until: nil)
                model.release(held)
            case 8:
                guard let held else { continue }
                let lost = try await bench.store.extend([held], by: .seconds(60))
                #expect(lost.isEmpty == model.extend(held, at: bench.clock.now), "step \(step)")
            case 9...10:
                bench.clock.advance(by: .seconds(Int.random(in: -5...70, using: &random)))
            default:
                #expect(try await bench.store.retry(batch, cause: nil) == model.retry(), "step \(step)")
            }
            #expect(try await bench.counts(of: batch).states == model.counts, "step \(step)")
        }
        try await expectOneEnd(for: model, bench)
    }

    private static func outcome(now: Date, _ random: inout SplitMix64) -> ItemReport.Outcome {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: .done(StoreBench.facts)
        case 1: .skipped(StoreBench.facts)
        case 2: .failed(StoreBench.failure)
        default: .putOff(StoreBench.failure, at: now + Double(Int.random(in: 0...90, using: &random)))
        }
    }

    /// Between two retries, the log of an item has at most one end, and nothing after it.
    private func expectOneEnd(for model: ModelBatch, _ bench: StoreBench) async throws {
        for id in model.items.keys {
            let events = try await bench.store.log(of: id).map(\.event)
            for run in events.split(separator: .retried, omittingEmptySubsequences: false) {
                let end = run.firstIndex { $0 == .done || $0 == .skipped || $0 == .failed }
                #expect(end == nil || end == run.indices.last)
            }
        }
    }
}

extension BatchCounts {
    fileprivate var states: [ItemState: Int] {
        Dictionary(uniqueKeysWithValues: ItemState.allCases.map { ($0, self[$0]) })
    }
}

/// One running batch, by the rules of `JobStore`.
private struct ModelBatch {
    struct Item {
        var state = ItemState.waiting
        var time = Date.distantPast
        var token: Int64?
        var losses = 0
    }

    var items: [ItemID: Item]

    init(ids: [ItemID]) { items = Dictionary(uniqueKeysWithValues: ids.map { ($0, Item()) }) }

    var counts: [ItemState: Int] {
        var counts = Dictionary(uniqueKeysWithValues: ItemState.allCases.map { ($0, 0) })
        for item in items.values { counts[item.state, default: 0] += 1 }
        return counts
    }

    /// The items to hand out, in order of their numbers.
    mutating func claim(_ count: Int, at now: Date) -> [ItemID] {
        // A finished batch hands out nothing, and has nothing to hand out.
        for (id, item) in items where item.state == .running && item.time <= now {
            items[id]?.losses += 1
            items[id]?.token = nil
            items[id]?.time = now
            items[id]?.state = item.losses + 1 >= 4 ? .failed : .waiting
        }
        let due = items.filter { $0.value.state == .waiting && $0.value.time <= now }
            .sorted { ($0.value.time, $0.key.number) < ($1.value.time, $1.key.number) }
        let held = items.values.filter { $0.state == .running }
        var ids: [ItemID] = []
        for (id, item) in due.prefix(count) {
            let losses = held.map(\.losses) + ids.compactMap { items[$0]?.losses } + [item.losses]
            guard losses.count <= [.max, 32, 8, 2, 1][losses.max() ?? 0] else { break }
            ids.append(id)
        }
        for id in ids {
            items[id]?.state = .running
            items[id]?.time = now + 60
        }
        return ids.sorted()
    }

    mutating func note(_ lease: ItemLease) { items[lease.item]?.token = lease.token }

    private func holds(_ lease: ItemLease) -> Bool {
        items[lease.item]?.token == lease.token && items[lease.item]?.state == .running
    }

    mutating func finish(_ lease: ItemLease, _ outcome: ItemReport.Outcome, at now: Date) -> Bool {
        guard holds(lease) else { return false }
        items[lease.item]?.time = now
        switch outcome {
        case .done: items[lease.item]?.state = .done
        case .skipped: items[lease.item]?.state = .skipped
        case .failed: items[lease.item]?.state = .failed
        case .putOff(_, let time):
            items[lease.item]?.state = .waiting
            items[lease.item]?.time = time
        }
        return true
    }

    mutating func release(_ lease: ItemLease) {
        guard holds(lease) else { return }
        items[lease.item]?.state = .waiting
        items[lease.item]?.time = .distantPast
    }

    mutating func extend(_ lease: ItemLease, at now: Date) -> Bool {
        guard holds(lease) else { return false }
        items[lease.item]?.time = now + 60
        return true
    }

    mutating func retry() -> Int {
        let failed = items.filter { $0.value.state == .failed }.keys
        for id in failed { items[id] = Item() }
        return failed.count
    }
}

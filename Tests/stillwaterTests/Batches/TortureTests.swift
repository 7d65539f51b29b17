import Foundation
import Jobs
import TestSupport
import Testing

@testable import stillwater

/// Kills workers at random moments while they work on a batch whose origin fails in all ways, and checks the result.
///
/// `make torture` runs it with 5,000 items and 200 kills; a few of each are enough to see that it works.
@Suite(.serialized, .timeLimit(.minutes(60))) struct TortureTests {
    private static func number(_ name: String, _ usual: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? usual
    }

    private static let items = number("STILLWATER_TORTURE_ITEMS", 120)
    private static let kills = number("STILLWATER_TORTURE_KILLS", 6)
    private static let seed = UInt64(number("STILLWATER_TORTURE_SEED", 20_260_131))

    /// One batch over all of the origin's pictures, with its own job file and outputs.
    private struct Run {
        let folder: ScratchFolder
        let name: String
        let origin: FakeOrigin

        init(_ name: String, _ origin: FakeOrigin) throws {
            folder = try ScratchFolder()
            (self.name, self.origin) = (name, origin)
            let lines = (0..<TortureTests.items).map { "\(origin.url("/\(name)/\($0).bmp")),\($0)\n" }
            try folder.write(Array(("source,number\n" + lines.joined()).utf8), to: "list.csv")
        }

        private var settings: [String] {
            [
                "--jobs", "\(folder.path)/jobs.db", "--output-root", "\(folder.path)/out", "--allow-private-sources",
                "--fetch-timeout", "1s", "--batch-lease", "5s", "--batch-fetches", "32", "--batch-fetches-per-host",
                "32", "--render-threads", "1",
            ]
        }

        func create() async throws -> BatchID {
            let made = try await ChildProcess.run(
                [
                    "batch", "create", "\(folder.path)/list.csv", "--sizes", "8@png,4@png", "--store",
                    "{number}/{width}.{ext}", "--attempts", "\(TortureOrigin.attempts)",
                ] + settings)
            return try #require(BatchID(made.output.prefix(13)), "\(made.errors)")
        }

        func worker() throws -> ChildProcess { try ChildProcess(["batch", "run"] + settings) }

        var store: GRDBJobStore { get throws { try GRDBJobStore(path: "\(folder.path)/jobs.db") } }

        /// The outputs, by path.
        var outputs: [String: [UInt8]] {
            get throws {
                let files = folder.files.filter { $0.hasPrefix("out/") }
                return Dictionary(uniqueKeysWithValues: try files.map { ($0, try folder.bytes(of: $0)) })
            }
        }
    }

    @Test("nothing is lost, nothing is done twice, and nothing is left half-done", arguments: [1, 2])
    func kills(workers count: Int) async throws {
        var random = SplitMix64(seed: Self.seed &+ UInt64(count))
        print("torture: seed \(Self.seed), \(Self.items) items, \(Self.kills) kills, \(count) workers")
        try await FakeOrigin.with(script: TortureOrigin.script) { origin in
            let (calm, tortured) = (try Run("calm", origin), try Run("tortured", origin))
            _ = try await calm.create()
            #expect(try await calm.worker().ending().code == 2)
            let id = try await tortured.create()
            let killed = try await torture(tortured, workers: count, &random)
            #expect(killed >= Self.kills / 2, "the batch ended after \(killed) kills")
            let last = try await tortured.worker().ending()
            // 0 if the killed ones left it nothing to do.
            #expect(last.code == 2 || last.code == 0, "\(last.errors)")
            try await check(tortured, id, against: try calm.outputs)
        }
    }

    /// Kills one of the workers each time some more requests have reached the origin, and starts another.
    private func torture(_ run: Run, workers count: Int, _ random: inout SplitMix64) async throws -> Int {
        var workers = try (0..<count).map { _ in try run.worker() }
        var killed = 0
        while killed < Self.kills {
            let more = Int.random(in: 1...max(2, 2 * Self.items / Self.kills), using: &random)
            let target = run.origin.record.requests.count + more
            let victim = Int.random(in: 0..<count, using: &random)
            let worker = workers[victim]
            let isEarly = try await withThrowingTaskGroup(of: Bool.self) { group in
                group.addTask {
                    try await run.origin.wait { $0.requests.count >= target }
                    return false
                }
                group.addTask {
                    _ = await worker.ending()
                    return true
                }
                let first = try await group.next() ?? true
                // Ends the wait for the worker's end, too.
                if !first { worker.signal(SIGKILL) }
                group.cancelAll()
                return first
            }
            // Nothing is left to do.
            if isEarly { break }
            killed += 1
            workers[victim] = try run.worker()
        }
        for worker in workers {
            worker.signal(SIGKILL)
            _ = await worker.ending()
        }
        return killed
    }

    private func check(_ run: Run, _ id: BatchID, against expected: [String: [UInt8]]) async throws {
        let store = try run.store
        let counts = try await store.batch(id).counts
        let failed = (0..<Self.items).count { TortureOrigin.fate(of: $0) == .failed }
        #expect(counts.failed == failed)
        #expect(counts.done == Self.items - failed)
        #expect(counts.total == Self.items)
        var cursor: PageCursor?
        repeat {
            let page = try await store.items(of: id, in: nil, after: cursor, limit: 1000)
            for item in page.elements { try await check(item, store) }
            cursor = page.next
        } while cursor != nil
        let outputs = try run.outputs
        #expect(Set(outputs.keys) == Set(expected.keys), "no other file, and no temporary one, is there")
        #expect(outputs == expected)
        #expect(outputs.count == 2 * (Self.items - failed))
    }

    /// Whether an item is in the right state, and was ended once.
    private func check(_ item: BatchItem, _ store: GRDBJobStore) async throws {
        let fate = TortureOrigin.fate(of: item.line - 2)
        #expect(item.state == (fate == .done ? .done : .failed), "\(item)")
        let events = try await store.log(of: item.id).map(\.event)
        let endings = events.filter { [.done, .failed, .skipped].contains($0) }
        #expect(endings.count == 1, "\(item.source): \(events)")
        #expect(endings.first == events.last)
        if fate == .done { #expect(item.facts?.renditions.count == 2) }
    }
}

import ImageModel
import NIOConcurrencyHelpers
import Profiling
import TestSupport
import Testing

@testable import ImageService

@Suite(.measuring, .timeLimit(.minutes(10))) struct RequestAccountTests {
    @Test("what a request holds in the budget is told while it holds it, and shared bytes once")
    func reserved() async throws {
        let (budget, account) = (Budget(bytes: 6000, slots: 2), RequestAccount())
        try await RequestAccount.$current.withValue(account) {
            let source = budget.open(.source)
            try await source.reserve(500)
            account.add(source)
            do {
                let work = budget.open(.work)
                try await work.reserve(300)
                #expect(account.facts.reservedBytes == 800)
                withExtendedLifetime(work) {}
            }
            #expect(account.facts.reservedBytes == 500)
            source.release()
            #expect(account.facts.reservedBytes == 0)
        }
    }

    @Test(
        "what a render allocates shows while it runs, and stays when it has ended",
        .enabled(if: HeapProfiler.shared.isSupported, "jemalloc does not serve malloc here"))
    func allocated() async throws {
        let (pool, account) = (RenderPool(threads: 1), RequestAccount())
        defer { pool.shutDown() }
        let (isAllocated, isSeen) = (Signal(), Signal())
        let bytes = 3_000_000
        async let work = RequestAccount.$current.withValue(account) {
            let watch = RenderThreadWatch()
            return try await pool.run {
                watch.run {
                    let block = [UInt8](repeating: 1, count: bytes)
                    isAllocated.fire()
                    isSeen.block()
                    return block.count
                }
            }.value
        }
        await isAllocated.wait()
        #expect(account.facts.stage == .render)
        #expect((bytes..<bytes * 2).contains(account.facts.allocatedBytes))
        #expect((bytes..<bytes * 2).contains(pool.workingBytes))
        isSeen.fire()
        #expect(try await work == bytes)
        #expect(account.facts.allocatedBytes >= bytes)
    }

    @Test("times go to their stages, and what is reserved at most for one source counts")
    func sums() async throws {
        let account = RequestAccount()
        await account.during {
            for stage in RequestAccount.Stage.allCases { await RequestAccount.measure(stage) { await Task.yield() } }
            for bytes in [30, 50, 10] { RequestAccount.note { $0.reserved(bytes) } }
            await RequestAccount.apart { RequestAccount.note { $0.sources += 1 } }
        }
        let facts = account.facts
        #expect(facts.fetch > .zero && facts.queue > .zero && facts.write > .zero)
        #expect(facts.stage == .write)
        #expect((facts.peakReservedBytes, facts.sources) == (50, 0))
    }

    @Test("the first error is the one that is kept")
    func failure() {
        let account = RequestAccount()
        account.fail(code: "a", cause: nil)
        account.fail(code: "b", cause: "c")
        #expect((account.facts.errorCode, account.facts.errorCause) == ("a", nil))
    }

    @Test("profiles know the priority of what is rendered", arguments: MemoryHold.Priority.allCases)
    func priority(_ priority: MemoryHold.Priority) async throws {
        let found = NIOLockedValueBox<[String: String]>([:])
        let answer = FakeAnswer(body: try RepositoryFiles.fixture("jpeg/baseline.jpg"))
        try await FakeOrigin.with(answers: ["/a": answer]) { origin in
            let look: @Sendable (FetchedSource) -> Void = { _ in
                for (key, value) in ProfileLabels.current.pairs { found.withLockedValue { $0[key] = value } }
            }
            try await withService { service in
                var request = Asked(source: try .named(origin.url("/a")), renditions: [Rendition(width: 20)])
                request.priority = priority
                try await FetchObserver.$current.withValue(look) { _ = try await service.answer(request) }
            }
        }
        #expect(found.withLockedValue { $0 } == ["priority": priority.rawValue, "stage": "fetch"])
    }
}

import ImageModel
import NIOConcurrencyHelpers
import Profiling
import TestSupport
import Testing

@testable import ImageService

@Suite(.measuring, .timeLimit(.minutes(10))) struct RequestProgressTests {
    @Test("what a request holds in the budget is told while it holds it, and shared bytes once")
    func reserved() async throws {
        let (budget, progress) = (Budget(bytes: 6000, slots: 2), RequestProgress())
        try await RequestProgress.$current.withValue(progress) {
            let source = budget.open(.source)
            try await source.reserve(500)
            progress.add(source)
            do {
                let work = budget.open(.work)
                try await work.reserve(300)
                #expect(progress.facts.reservedBytes == 800)
                withExtendedLifetime(work) {}
            }
            #expect(progress.facts.reservedBytes == 500)
            source.release()
            #expect(progress.facts.reservedBytes == 0)
        }
    }

    @Test(
        "what a render allocates shows while it runs, and stays when it has ended",
        .enabled(if: HeapProfiler.shared.isSupported, "jemalloc does not serve malloc here"))
    func allocated() async throws {
        let (pool, progress) = (RenderPool(threads: 1), RequestProgress())
        defer { pool.shutDown() }
        let (isAllocated, isSeen) = (Signal(), Signal())
        let bytes = 3_000_000
        async let work = RequestProgress.$current.withValue(progress) {
            let watch = RenderThreadWatch()
            return try await pool.run {
                watch.run {
                    let block = [UInt8](repeating: 1, count: bytes)
                    isAllocated.fire()
                    isSeen.block()
                    return block.count
                }
            }.value.allocatedBytes
        }
        await isAllocated.wait()
        #expect(progress.facts.stage == .render)
        #expect((bytes..<bytes * 2).contains(progress.facts.allocatedBytes))
        #expect((bytes..<bytes * 2).contains(pool.workingBytes))
        isSeen.fire()
        #expect(try await work >= bytes)
        #expect(progress.facts.allocatedBytes >= bytes)
    }

    @Test("profiles know the priority of what is rendered", arguments: MemoryHold.Priority.allCases)
    func priority(_ priority: MemoryHold.Priority) async throws {
        let found = NIOLockedValueBox<[String: String]>([:])
        let answer = FakeAnswer(body: try RepositoryFiles.fixture("jpeg/baseline.jpg"))
        try await FakeOrigin.with(answers: ["/a": answer]) { origin in
            try await withService(
                onFetch: { _ in
                    for (key, value) in ProfileLabels.current.pairs { found.withLockedValue { $0[key] = value } }
                },
                { service in
                    var request = Asked(
                        source: try .named(origin.url("/a")), renditions: [Rendition(width: 20)])
                    request.priority = priority
                    _ = try await service.answer(request)
                })
        }
        #expect(found.withLockedValue { $0 } == ["priority": priority.rawValue, "stage": "fetch"])
    }
}

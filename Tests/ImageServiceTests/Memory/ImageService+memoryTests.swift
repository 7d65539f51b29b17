import ImageModel
import Rendering
import Sources
import TestSupport
import Testing

@testable import ImageService

@Suite(.timeLimit(.minutes(10))) struct ImageServiceMemoryTests {
    private static var baseline: [UInt8] { get throws { try RepositoryFiles.fixture("jpeg/baseline.jpg") } }

    @Test("a picture that can never fit is refused before it is decoded, with what it needs")
    func neverFits() async throws {
        try await withService(memory: MemoryConfiguration(limitBytes: 1 << 20)) { service in
            let upload = Upload(bytes: try Self.baseline, name: "a", reservation: service.budget.open(.source))
            let request = Asked(source: .upload(upload), renditions: [Rendition(width: 300, format: .avif)])
            let account = RequestAccount()
            do throws(ServiceError) {
                _ = try await service.answer(request, on: account)
                Issue.record("It was rendered.")
            } catch {
                #expect(error.name == "memory.neverFits")
                #expect(error.message.contains("MiB of memory"))
            }
            #expect(account.facts.rendering.decodes == 0)
            #expect(service.budget.gauges.tooLarge == 1)
        }
    }

    @Test(
        "a source larger than its share is refused",
        arguments: [(.contentLength, "memory.neverFits"), (.chunked, "source.tooLarge")]
            as [(FakeAnswer.Framing, String)])
    func sourceTooLarge(framing: FakeAnswer.Framing, name: String) async throws {
        let answer = FakeAnswer(body: [UInt8](repeating: 0, count: 3 << 20), framing: framing)
        try await FakeOrigin.with(answers: ["/a": answer]) { origin in
            try await withService(memory: MemoryConfiguration(limitBytes: 6 << 20)) { service in
                let request = Asked(source: try .named(origin.url("/a")), renditions: [Rendition(width: 1)])
                let error = await #expect(throws: ServiceError.self) { try await service.answer(request) }
                #expect(error?.name == name)
                try await eventually { service.budget.gauges.heldBytes == 0 }
            }
        }
    }

    @Test("a source that is handed on beside renditions holds its own bytes, and no copy's")
    func handedOn() async throws {
        try await withService { service in
            let bytes = try Self.baseline
            func answer() async throws -> Answer {
                let upload = Upload(bytes: bytes, name: "a", reservation: service.budget.open(.source))
                var asked = Asked(
                    source: .upload(upload), renditions: [Rendition(), Rendition(width: 9, format: .png)])
                asked.keeping = .formats([.jpeg])
                return try await service.answer(asked)
            }
            let outcome = try await answer()
            #expect(outcome.files[0].bytes?.withUnsafeBytes { Array($0) } == bytes)
            let made = outcome.files[1].facts.byteCount
            #expect(made > 0)
            // The source's hold goes with the outcome alone.
            try await eventually { service.budget.gauges.heldBytes == bytes.capacity + made }
            #expect(service.budget.gauges.sourceBytes == bytes.capacity)
            withExtendedLifetime(outcome) {}
        }
    }

    @Test("more work than fits at once is done one after the other, and none fails")
    func waits() async throws {
        let request = Rendition(width: 300)
        let probe = try await withService { service in
            let account = RequestAccount()
            _ = try await service.answer(
                Asked(
                    source: .upload(
                        Upload(bytes: try Self.baseline, name: "a", reservation: service.budget.open(.source))),
                    renditions: [request]), on: account)
            return account.facts.peakReservedBytes
        }
        let limit = probe * 3
        try await withService(memory: MemoryConfiguration(limitBytes: limit)) { service in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        let hold = service.budget.open(.source)
                        let bytes = try Self.baseline
                        try await hold.reserve(bytes.count)
                        let upload = Upload(bytes: bytes, name: "a", reservation: hold)
                        return try await service.answer(
                            Asked(source: .upload(upload), renditions: [request])
                        ).files[0].facts.byteCount
                    }
                }
                for try await count in group { #expect(count > 1000) }
            }
            #expect(service.budget.gauges.waited > 0)
            #expect(service.budget.gauges.peakBytes <= limit)
            try await eventually { service.budget.gauges.heldBytes == 0 }
        }
    }

    @Test("requests for the same source in flight are one fetch, and the same size of it one render")
    func joins() async throws {
        let answer = FakeAnswer(body: try Self.baseline)
        try await FakeOrigin.with(answers: ["/a": answer]) { origin in
            try await withService { service in
                let source = try Asked.Source.named(origin.url("/a"))
                // Both threads are busy: all requests are there before the first one goes on.
                let (blocked, begun) = (Signal(), Signal())
                let blockers = (0..<2).map { _ in
                    Task {
                        try await service.pool.run {
                            begun.fire()
                            blocked.block()
                        }
                    }
                }
                await begun.wait()
                let widths = [100, 100, 100, 50]
                let tasks = widths.map { width in
                    Task {
                        let account = RequestAccount()
                        let request = Asked(source: source, renditions: [Rendition(width: width)])
                        return (try await service.answer(request, on: account), account.facts.downloads)
                    }
                }
                // One render for each size, and all but one have joined the fetch.
                try await eventually {
                    service.pool.queueLength >= Set(widths).count && service.budget.gauges.joined >= widths.count - 1
                }
                blocked.fire()
                for blocker in blockers { _ = try await blocker.value }
                var downloads = 0
                for (task, width) in zip(tasks, widths) {
                    let (outcome, count) = try await task.value
                    #expect(outcome.files[0].facts.size.width == width)
                    downloads += count
                }
                #expect(downloads == 1)
                #expect(origin.record.requests.count == 1)
                #expect(service.budget.gauges.joined >= 3)
            }
        }
    }

    @Test("one who leaves a fetch that others wait for does not end it")
    func leaves() async throws {
        let body = try Self.baseline
        let answer = FakeAnswer(body: body, pace: .pieces(bytes: 1000))
        try await FakeOrigin.with(answers: ["/a": answer]) { origin in
            try await withService { service in
                let reference = try SourceReference(parsing: origin.url("/a"))
                let tasks = (0..<2).map { _ in
                    Task {
                        try await service.fetchShared(reference).content.bytes.count
                    }
                }
                try await eventually { service.budget.gauges.joined > 0 }
                tasks[0].cancel()
                _ = await tasks[0].result
                #expect(try await tasks[1].value == body.count)
                #expect(origin.record.requests.count == 1)
            }
        }
    }

    @Test("past the bound of the line a live request is refused at once, and a batch's is not")
    func refuses() async throws {
        try await withService(memory: MemoryConfiguration(limitBytes: 8000, maximumQueue: 1)) { service in
            let first = service.budget.open(.work)
            try await first.reserve(3000)
            let waiting = Task {
                let hold = service.budget.open(.work)
                try await hold.reserve(3000)
            }
            try await eventually { service.waitingCount > 0 }
            let error = #expect(throws: ServiceError.self) { try service.admit(.live) }
            #expect(error?.name == "busy")
            try service.admit(.batch)
            #expect(service.budget.gauges.refused == 1)
            first.release()
            try await waiting.value
            try service.admit(.live)
        }
    }
}

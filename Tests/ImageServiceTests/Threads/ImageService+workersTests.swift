import Codecs
import ImageModel
import Isolation
import Rendering
import SVGSafety
import Sources
import TestSupport
import Testing

@testable import ImageService

/// Renders in workers, some of which never end by themselves.
@Suite(.timeLimit(.minutes(10))) struct ImageServiceWorkersTests {
    /// What workers do that this process does by default; those of sources that say so spin for ever.
    private static func isolation(
        slots: Int, _ change: (inout IsolationConfiguration) -> Void = { _ in }
    ) -> IsolationConfiguration {
        var configuration = IsolationConfiguration()
        configuration.executable = RepositoryFiles.root + "/.build/debug/hostile-worker"
        configuration.timeLimit = .seconds(3600)
        configuration.slots = slots
        change(&configuration)
        return configuration
    }

    private static func request(
        _ number: Int, _ deed: String?, _ format: ImageFormat, _ service: ImageService
    ) throws -> Asked {
        let bytes = try RepositoryFiles.fixture("jpeg/baseline.jpg") + Array("\(number)".utf8)
        let upload = Upload(
            bytes: deed.map { bytes + Array("hostile:\($0)\n".utf8) } ?? bytes, name: "a",
            reservation: service.budget.open(.source))
        return Asked(source: .upload(upload), renditions: [Rendition(width: 40, format: format)])
    }

    @Test("renders that need no worker wait for none, however many slow ones run and wait")
    func independent() async throws {
        try await withService(isolation: Self.isolation(slots: 2)) { service in
            let slow = try (0..<6).map { number in
                let request = try Self.request(number, "spin", .avif, service)
                return Task { try await service.answer(request) }
            }
            try await eventually {
                service.engine.slots.runningCount == 2 && service.engine.slots.waitingCount == 4
            }
            for number in 0..<8 {
                let outcome = try await service.answer(Self.request(number, nil, .jpeg, service))
                #expect(outcome.files[0].facts.size.width == 40)
            }
            #expect(service.renderQueueLength == 0)
            #expect(service.budget.gauges.rendering <= 2)
            for task in slow { task.cancel() }
            for task in slow { _ = await task.result }
            try await eventually { service.engine.slots.runningCount == 0 && service.waitingCount == 0 }
            try await eventually { service.budget.gauges.heldBytes == 0 }
        }
    }

    @Test("one source has half of the slots, and another source is rendered beside it")
    func shares() async throws {
        try await withService(isolation: Self.isolation(slots: 2)) { service in
            let slow = try (0..<3).map { _ in
                let request = try Self.request(0, "spin", .avif, service)
                return Task { try await service.answer(request) }
            }
            try await eventually { service.engine.slots.waitingCount == 2 }
            #expect(service.engine.slots.runningCount == 1)
            let outcome = try await service.answer(Self.request(1, nil, .avif, service))
            #expect(outcome.files[0].facts.format == .avif)
            for task in slow { task.cancel() }
            for task in slow { _ = await task.result }
        }
    }

    @Test("what took too long is refused at once the next time, with the limit and what was used")
    func remembered() async throws {
        try await withService(isolation: Self.isolation(slots: 2) { $0.timeLimit = .milliseconds(300) }) { service in
            for _ in 0..<2 {
                let request = try Self.request(0, "spin", .avif, service)
                let error = await #expect(throws: ServiceError.self) { try await service.answer(request) }
                #expect(error?.name == "render.overLimit")
                #expect(error?.message.contains("the limit is 0.3 s (worker-timeout)") == true)
            }
            #expect(service.engine.workers.ended[.overdue] == 1)
            // As a JPEG it needs no worker.
            _ = try await service.answer(Self.request(0, "spin", .jpeg, service))
        }
    }

    @Test("too many that wait for a worker are refused, and others are not")
    func busy() async throws {
        let memory = MemoryConfiguration(maximumQueue: 2)
        try await withService(memory: memory, isolation: Self.isolation(slots: 2)) { service in
            let slow = try (0..<4).map { number in
                let request = try Self.request(number, "spin", .avif, service)
                return Task { try await service.answer(request) }
            }
            try await eventually { service.engine.slots.waitingCount == 2 }
            let refused = try Self.request(9, nil, .avif, service)
            let error = await #expect(throws: ServiceError.self) { try await service.answer(refused) }
            #expect(error?.name == "busy")
            _ = try await service.answer(Self.request(9, nil, .jpeg, service))
            for task in slow { task.cancel() }
            for task in slow { _ = await task.result }
        }
    }

    @Test("drawings are judged and written anew by workers, with the words of this process")
    func drawings() async throws {
        try await withService(isolation: Self.isolation(slots: 2)) { service in
            let good = try RepositoryFiles.fixture("svg/shapes.svg")
            let clean = try await service.sanitised(try await service.source(of: good, name: "a.svg"))
            #expect(clean.withUnsafeBytes { Array($0) } == (try SVGSanitiser.sanitised(good)))
            let text = "<!DOCTYPE svg [<!ENTITY a SYSTEM 'b'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>"
            let fetched = try await service.source(of: Array(text.utf8), name: "b.svg")
            for _ in 0..<2 {
                let opening = await #expect(throws: ServiceError.self) {
                    try await service.open(fetched)
                }
                #expect(opening?.name == "svg.entities")
                let writing = await #expect(throws: ServiceError.self) {
                    try await service.sanitised(fetched)
                }
                #expect(writing?.name == "svg.entities")
                #expect(writing?.message == opening?.message)
            }
            // It was refused, and no worker ended of it.
            #expect(service.engine.workers.failed == 0)
            try await eventually { service.engine.slots.runningCount == 0 }
        }
    }

    @Test("beginnings of one host's sources have half of the slots, as their renders have")
    func beginnings() async throws {
        try await withService(isolation: Self.isolation(slots: 2)) { service in
            let slow = try (0..<3).map { number in
                let tiff = try RepositoryFiles.fixture("tiff/lzw.tiff") + Array("\(number) hostile:spin\n".utf8)
                return Task { await service.header(in: tiff, needs: .init(), host: "a.test") }
            }
            try await eventually { service.engine.slots.waitingCount == 2 }
            #expect(service.engine.slots.runningCount == 1)
            let other = try RepositoryFiles.fixture("tiff/lzw.tiff")
            #expect(await service.header(in: other, needs: .init(), host: "b.test") == other)
            for task in slow { task.cancel() }
            for task in slow { _ = await task.value }
        }
    }

    @Test("sources that a library opens are opened and told about by workers")
    func opened() async throws {
        try await withService(isolation: Self.isolation(slots: 2)) { service in
            let bytes = try RepositoryFiles.fixture("tiff/lzw.tiff")
            let fetched = try await service.source(of: bytes, name: "a.tiff")
            let opened = try await service.open(fetched)
            #expect(opened.header == (try Renderer.header(of: bytes)))
            #expect(service.engine.workers.started == 1)
            var request = SourceFacts.Request()
            request.average = true
            let facts = try await service.facts(request, of: opened)
            #expect(facts == (try Renderer.facts(request, of: bytes, header: opened.header)))
            try await eventually { service.engine.slots.runningCount == 0 }
        }
    }
}

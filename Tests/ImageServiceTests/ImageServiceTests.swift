import Foundation
import ImageModel
import Rendering
import Sources
import Storage
import TestSupport
import Testing

@testable import ImageService

@Suite(.timeLimit(.minutes(10))) struct ImageServiceTests {
    private static let widths = [1600, 1200, 800, 400, 200]

    private static var photograph: [UInt8] {
        get throws { try RepositoryFiles.bytes("Examples/photos/stripes.jpg", in: RepositoryFiles.root) }
    }

    private func upload(_ name: String, to service: ImageService) throws -> Asked.Source {
        let bytes = try RepositoryFiles.fixture(name)
        return .upload(Upload(bytes: bytes, name: "photo.of.mine.jpg", reservation: service.budget.open(.source)))
    }

    @Test("five sizes of a photograph of 24 megapixels take one download and one decode")
    func onePass() async throws {
        let photograph = try Self.photograph
        try await FakeOrigin.with(answers: ["/stripes.jpg": FakeAnswer(body: photograph)]) { origin in
            try await withService { service in
                let request = Asked(
                    source: try .named(origin.url("/stripes.jpg")), renditions: Self.widths.map { Rendition(width: $0) }
                )
                let account = RequestAccount()
                let outcome = try await service.answer(request, on: account)
                #expect(outcome.basis.header?.stored == PixelSize(width: 6000, height: 4000))
                #expect(outcome.files.map(\.facts.size.width) == Self.widths)
                #expect(outcome.files.map(\.facts.size.height) == [1067, 800, 533, 267, 133])
                #expect(origin.record.requests.map(\.target) == ["/stripes.jpg"])
                #expect(account.facts.downloads == 1)
                #expect(account.facts.rendering.decodes == 1)
                // Twice 1600 of 6000 are five eighths: 3750 × 2500 are decoded, and no pixel twice.
                #expect(account.facts.rendering.decodedPixels == 9_375_000)
                #expect(account.facts.bytesIn == photograph.count)
                #expect(account.facts.bytesOut == outcome.files.reduce(0) { $0 + $1.facts.byteCount })
                #expect(account.facts.renditions == 5)
                #expect(account.facts.peakReservedBytes > photograph.count)
                #expect(
                    account.facts.fetch > .zero && account.facts.rendering.decodeTime > .zero
                        && account.facts.rendering.encodeTime > .zero)
            }
        }
    }

    @Test("smaller sizes alone decode at a smaller scale")
    func shrinkOnLoad() async throws {
        try await withService { service in
            let source = Asked.Source.upload(
                Upload(bytes: try Self.photograph, name: "a", reservation: service.budget.open(.source)))
            let account = RequestAccount()
            let renditions = [Rendition(width: 300), Rendition(width: 100)]
            _ = try await service.answer(Asked(source: source, renditions: renditions), on: account)
            #expect(account.facts.rendering.decodes == 1)
            #expect(account.facts.rendering.decodedPixels == 750 * 500)
            #expect(account.facts.downloads == 0)
        }
    }

    @Test("renditions are files of their format and size")
    func files() async throws {
        try await withService { service in
            let renditions = [
                Rendition(width: 100), Rendition(width: 60, height: 60, fit: .fill, format: .webp, quality: 50),
                Rendition(height: 40, format: .png),
            ]
            let outcome = try await service.answer(
                Asked(source: upload("jpeg/orientation-6.jpg", to: service), renditions: renditions))
            let headers = try outcome.files.map { output in
                try Renderer.header(of: try #require(output.bytes).withUnsafeBytes { Array($0) })
            }
            #expect(headers.map(\.format) == [.jpeg, .webp, .png])
            #expect(headers.map(\.stored) == outcome.files.map(\.facts.size))
            #expect(headers[0].stored == PixelSize(width: 100, height: 67))
            #expect(outcome.stem == "photo.of.mine")
        }
    }

    // MARK: Stores

    @Test("stored renditions are in their files, and their bytes are let go")
    func store() async throws {
        let folder = try ScratchFolder()
        try await withService(store: folder) { service in
            let template = try NameTemplate(parsing: "{stem}/{index}-{width}x{height}-{fit}-q{quality}.{ext}")
            let renditions = [
                Rendition(width: 100), Rendition(width: 50, height: 50, fit: .fill, format: .webp, quality: 33),
                Rendition(width: 20, format: .png, quality: 33),
            ]
            let outcome = try await service.answer(
                Asked(
                    source: upload("jpeg/baseline.jpg", to: service), renditions: renditions, store: template))
            let names = ["1-100x67-fit-q80.jpg", "2-50x50-fill-q33.webp", "3-20x13-fit-qnone.png"]
            #expect(outcome.files.map(\.path) == names.map { "photo.of.mine/\($0)" })
            #expect(outcome.files.allSatisfy { $0.bytes == nil })
            #expect(folder.files == names.map { "photo.of.mine/\($0)" })
            for output in outcome.files {
                let bytes = try folder.bytes(of: try #require(output.path))
                #expect(bytes.count == output.facts.byteCount)
                #expect(try Renderer.header(of: bytes).stored == output.facts.size)
            }
            try await eventually { service.budget.gauges.heldBytes == 0 }
        }
    }

    @Test("the same bytes have the same hash, and others another one")
    func hash() async throws {
        let folder = try ScratchFolder()
        try await withService(store: folder) { service in
            let template = try NameTemplate(parsing: "{hash}.{ext}")
            var paths: [String?] = []
            for name in ["jpeg/grey.jpg", "jpeg/grey.jpg", "jpeg/baseline.jpg"] {
                let request = Asked(
                    source: try upload(name, to: service), renditions: [Rendition(width: 10)], store: template)
                paths.append(try await service.answer(request).files[0].path)
            }
            #expect(paths[0] == paths[1])
            #expect(Set(paths).count == 2)
        }
    }

    @Test("the folders of a source's name stand for {dir}, unless the request names others")
    func directory() async throws {
        let folder = try ScratchFolder()
        let answer = FakeAnswer(body: try RepositoryFiles.fixture("jpeg/grey.jpg"))
        try await FakeOrigin.with(answers: ["/a/b/c.jpg": answer]) { origin in
            try await withService(store: folder) { service in
                for directory in [nil, "other", ""] {
                    let request = Asked(
                        source: try .named(origin.url("/a/b/c.jpg")), renditions: [Rendition(width: 10)],
                        store: try NameTemplate(parsing: "{dir}/{stem}.{ext}"), directory: directory)
                    _ = try await service.answer(request)
                }
            }
        }
        #expect(folder.files == ["a/b/c.jpg", "c.jpg", "other/c.jpg"])
    }

    @Test("without a store nothing is fetched for it")
    func noStore() async throws {
        try await FakeOrigin.with { origin in
            try await withService { service in
                let request = Asked(
                    source: try .named(origin.url("/a")), renditions: [Rendition(width: 1)],
                    store: try NameTemplate(parsing: "a"))
                let error = await #expect(throws: ServiceError.self) { try await service.answer(request) }
                #expect(error?.name == "storage.notConfigured")
                #expect(origin.record.requests.isEmpty)
            }
        }
    }

    @Test("two renditions of one name are a collision, and nothing is written")
    func collision() async throws {
        let folder = try ScratchFolder()
        try await withService(store: folder) { service in
            let error = await #expect(throws: ServiceError.self) {
                try await service.answer(
                    Asked(
                        source: try upload("jpeg/grey.jpg", to: service),
                        renditions: [Rendition(width: 10), Rendition(width: 20)],
                        store: try NameTemplate(parsing: "{stem}.{ext}")))
            }
            #expect(error?.name == "storage.collision")
            #expect(error?.message.contains("renditions 1 and 2") == true)
            #expect(folder.files.isEmpty)
            try await eventually { service.budget.gauges.heldBytes == 0 }
        }
    }

    // MARK: Errors

    @Test(
        "a source that fails passes its error on, and holds nothing afterwards",
        arguments: [
            (FakeAnswer(status: 404), "source.status"), (FakeAnswer(status: 500), "source.status"),
            (FakeAnswer(), "source.empty"), (FakeAnswer(body: [UInt8](repeating: 1, count: 70_000)), "source.tooLarge"),
            (FakeAnswer(body: Array("no image".utf8)), "render.notAnImage"),
            (FakeAnswer(body: [1, 2, 3], pace: .closes(afterBytes: 2)), "source.connectionLost"),
        ] as [(FakeAnswer, String)])
    func sourceErrors(answer: FakeAnswer, name: String) async throws {
        try await FakeOrigin.with(answers: ["/a": answer]) { origin in
            try await withService(maximumBytes: 65_000) { service in
                let source = try Asked.Source.named(origin.url("/a"))
                let account = RequestAccount()
                do throws(ServiceError) {
                    _ = try await service.answer(
                        Asked(source: source, renditions: [Rendition(width: 1)]), on: account)
                    Issue.record("The source was rendered.")
                } catch {
                    #expect(error.name == name)
                }
                #expect(account.facts.sources == 1)
                #expect(account.facts.downloads == 1)
                #expect(account.facts.fetch > .zero)
                try await eventually { service.budget.gauges.heldBytes == 0 }
            }
        }
    }

    @Test("private addresses are refused unless they are allowed")
    func privateAddress() async throws {
        try await FakeOrigin.with { origin in
            try await withService(allowsPrivate: false) { service in
                let request = Asked(source: try .named(origin.url("/a")), renditions: [Rendition(width: 1)])
                let error = await #expect(throws: ServiceError.self) { try await service.answer(request) }
                #expect(error?.name == "source.addressDenied")
                #expect(origin.record.acceptedConnections == 0)
            }
        }
    }

    @Test(
        "broken files are told from files over a limit",
        arguments: [
            ("bad/html.png", "render.notAnImage"), ("bad/header-only.jpg", "render.notAnImage"),
            ("bad/bomb-50000x50000.png", "render.overLimit"),
        ])
    func brokenFiles(name: String, code: String) async throws {
        try await withService { service in
            let request = Asked(source: try upload(name, to: service), renditions: [Rendition(width: 1)])
            let error = await #expect(throws: ServiceError.self) { try await service.answer(request) }
            #expect(error?.name == code)
        }
    }

    // MARK: Memory

    @Test("bytes are held until the outcome is let go")
    func ledger() async throws {
        try await withService { service in
            do {
                let outcome = try await service.answer(
                    Asked(source: upload("jpeg/baseline.jpg", to: service), renditions: [Rendition(width: 300)])
                )
                try await eventually { service.budget.gauges.heldBytes == outcome.files[0].facts.byteCount }
                withExtendedLifetime(outcome) {}
            }
            try await eventually { service.budget.gauges.heldBytes == 0 }
            #expect(service.budget.gauges.peakBytes > 28_075)
        }
    }

    @Test("a fetch that is cancelled ends at once and holds nothing")
    func cancellation() async throws {
        let body = [UInt8](repeating: 0, count: 200_000)
        let answer = FakeAnswer(body: body, pace: .stalls(afterBytes: 100_000))
        try await FakeOrigin.with(answers: ["/a": answer]) { origin in
            try await withService { service in
                let request = Asked(source: try .named(origin.url("/a")), renditions: [Rendition(width: 1)])
                let task = Task { try await service.answer(request) }
                try await origin.wait { $0.count("/a") == 1 }
                task.cancel()
                let error = await #expect(throws: ServiceError.self) { try await task.value }
                #expect(error?.name == "cancelled")
                try await origin.wait { $0.openConnections == 0 }
                // The fetch, which others could have joined, ends by itself.
                try await eventually { service.budget.gauges.heldBytes == 0 }
            }
        }
    }
}

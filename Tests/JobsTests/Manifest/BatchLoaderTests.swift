import Foundation
import TestSupport
import Testing

@testable import Jobs

@Suite struct BatchLoaderTests {
    private let folder: ScratchFolder
    private let store: GRDBJobStore

    init() throws {
        folder = try ScratchFolder()
        store = try GRDBJobStore(path: "\(folder.path)/jobs.db")
    }

    private func load(_ text: String) async throws -> (batch: Batch?, report: ManifestReport, id: BatchID) {
        try folder.write(Array(text.utf8), to: "list.txt")
        let file = try ManifestFile(path: "\(folder.path)/list.txt")
        let id = try await store.create(StoreBench.specification, idempotencyKey: nil).batch.id
        var loader = BatchLoader(store: store, batch: id)
        let rules = ManifestRules { $0.hasPrefix("bad") ? "bad" : nil }
        try await loader.read(ManifestParser(.lines, rules: rules)) { try await file.next() }
        return (try await loader.finish(), loader.report, id)
    }

    @Test("A long list is loaded completely, and its duplicates are listed")
    func longList() async throws {
        let lines = (1...12_000).map { "https://origin.example/\($0 % 11_000)" }
        let (batch, report, _) = try await load(lines.joined(separator: "\n"))
        #expect(batch?.state == .running)
        #expect(batch?.counts.waiting == 11_000)
        #expect(report.itemCount == 11_000)
        #expect(report.duplicateCount == 1000)
        #expect(report.duplicates.count == 100)
        #expect(
            report.duplicates.first
                == DuplicateItem(source: "https://origin.example/1", line: 11_001, firstLine: 1))
    }

    @Test("A list with a fault starts nothing, and leaves nothing")
    func faultyList() async throws {
        let (batch, report, id) = try await load("a\nbad1\nb\nbad2")
        #expect(batch == nil)
        #expect(report.faults.map(\.line) == [2, 4])
        #expect(try await errorCode { _ = try await store.batch(id) } == .notFound)
    }

    @Test("A truncated list is not started")
    func brokenList() async throws {
        let id = try await store.create(StoreBench.specification, idempotencyKey: nil).batch.id
        var loader = BatchLoader(store: store, batch: id)
        var pieces = [Array("a\nb\n".utf8)]
        let code = try await errorCode {
            try await loader.read(ManifestParser(.lines, rules: ManifestRules())) {
                guard let piece = pieces.popLast() else { throw CancellationError() }
                return piece
            }
        }
        #expect(code == .manifestUnreadable)
        #expect(try await store.batch(id).state == .loading)
    }

    @Test("Neither a missing file nor a folder is a list")
    func missingFile() async throws {
        let (missing, isFolder) = ("\(folder.path)/none", folder.path)
        for path in [missing, isFolder] {
            #expect(try await errorCode { _ = try ManifestFile(path: path) } == .manifestUnreadable)
        }
    }

    @Test("A folder's images are listed with their subfolders, and nothing else")
    func folderListing() throws {
        let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 0x4A, 0x46, 0x49, 0x46, 0]
        for name in ["a.jpg", "x/b c.jpg", "x/y/d", ".hidden.jpg", ".h/e.jpg"] { try folder.write(jpeg, to: name) }
        try folder.write(Array("text".utf8), to: "notes.txt")
        try folder.link("loop", to: ".")
        try folder.link("z.jpg", to: "a.jpg")
        let paths = Array(try FolderListing(of: folder.path, naming: .paths))
        #expect(
            Set(paths.map(\.source))
                == Set(["a.jpg", "x/b c.jpg", "x/y/d", "z.jpg"].map { "\(folder.path)/\($0)" }))
        #expect(Set(paths.map(\.line)) == [1, 2, 3, 4])
        let local = Array(try FolderListing(of: folder.path, naming: .local(below: "p")))
        let byDirectory = Dictionary(grouping: local) { $0.values["dir"] ?? "" }.mapValues { Set($0.map(\.source)) }
        #expect(
            byDirectory == [
                "": ["local:///p/a.jpg", "local:///p/z.jpg"], "x": ["local:///p/x/b%20c.jpg"],
                "x/y": ["local:///p/x/y/d"],
            ])
        #expect(throws: JobError.self) { _ = try FolderListing(of: "\(folder.path)/none", naming: .paths) }
    }
}

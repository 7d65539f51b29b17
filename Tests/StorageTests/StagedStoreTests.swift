import Foundation
import ImageModel
import TestSupport
import Testing

@testable import Storage

@Suite struct StagedStoreTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    @Test("Files get their final names, and nothing is left over when the store is released")
    func write() async throws {
        do {
            let staged = try StagedStore(root: "\(folder.path)/root")
            try await staged.store.write(EncodedBytes(copying: [1, 2]), to: "a/b.jpg")
            try await staged.store.write(EncodedBytes(copying: [3]), to: "a/b.jpg")
            #expect(await staged.store.byteCount(of: "a/b.jpg") == 1)
            #expect(await staged.store.byteCount(of: "a/c.jpg") == nil)
            #expect(await staged.store.byteCount(of: "a") == nil)
            await staged.shutDown()
        }
        #expect(folder.contents == ["root", "root/a", "root/a/b.jpg"])
    }

    @Test("Files left by a killed process are removed at the next start; those of a running one stay")
    func abandoned() throws {
        try folder.makeFolder(".stillwater-dead")
        try Data([1]).write(to: URL(filePath: "\(folder.path)/.stillwater-dead/.stillwater-x.tmp"))
        let living = try StagingFolder(in: folder.path)
        #expect(folder.contents.count == 1)
        let second = try StagingFolder(in: folder.path)
        #expect(folder.contents.count == 2)
        withExtendedLifetime((living, second)) {}
        #expect(!folder.contents.contains(".stillwater-dead"))
    }

    @Test("A root that cannot be written to is reported at once")
    func unwritable() throws {
        try Data().write(to: URL(filePath: "\(folder.path)/file"))
        #expect(throws: StorageError.self) { _ = try StagedStore(root: "\(folder.path)/file/root") }
    }
}

import TestSupport
import Testing

@testable import Storage

@Suite struct StoreFolderTests {
    @Test("The root's own folder is opened for a path without folders")
    func root() throws {
        let folder = try ScratchFolder()
        let opened = try StoreFolder.open(root: folder.path, for: StorePath("z"))
        let root = try StoreFolder.open(root: folder.path + "/.", for: StorePath("y"))
        #expect(try opened.identity() == root.identity())
    }

    @Test("A root where no folder can exist is refused without its path in the message")
    func impossibleRoot() throws {
        let path = try StorePath("z")
        do throws(StorageError) {
            _ = try StoreFolder.open(root: "/dev/null/store", for: path)
            Issue.record("was opened")
        } catch {
            #expect(error.code == .invalidPath)
            #expect(error.message == "cannot open the store: there is a file where a folder is needed")
        }
    }
}

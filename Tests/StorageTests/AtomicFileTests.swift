import ImageModel
import TestSupport
import Testing

@testable import Storage

@Suite struct AtomicFileTests {
    @Test("A cancellation at any point leaves the old file and no temporary one", arguments: 0...3)
    func cancellation(calls: Int) throws {
        let folder = try ScratchFolder()
        let path = try StorePath("z")
        let opened = try StoreFolder.open(root: folder.path, for: path)
        try AtomicFile.write(EncodedBytes(copying: [1]), to: path, in: opened) { false }
        var remaining = calls
        do throws(StorageError) {
            try AtomicFile.write(EncodedBytes(copying: Array(repeating: 2, count: 3 << 20)), to: path, in: opened) {
                remaining -= 1
                return remaining < 0
            }
            Issue.record("was not cancelled")
        } catch {
            #expect(error.code == .cancelled)
        }
        #expect(folder.contents == ["z"])
        #expect(try folder.bytes(of: "z") == [1])
    }
}

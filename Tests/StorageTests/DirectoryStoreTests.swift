import Foundation
import ImageModel
import TestSupport
import Testing

@testable import Storage

@Suite struct DirectoryStoreTests {
    private let folder: ScratchFolder
    private let store: DirectoryStore

    init() throws {
        folder = try ScratchFolder()
        store = DirectoryStore(root: "\(folder.path)/a/root")
    }

    private func code(writing path: String) async -> StorageError.Code? {
        do {
            try await store.write(EncodedBytes(copying: [1]), to: path)
            return nil
        } catch {
            return error.code
        }
    }

    @Test("A file is written, its folders are created, and nothing else is left")
    func write() async throws {
        try await store.write(EncodedBytes(copying: [1, 2, 3]), to: "x/y/z.jpg")
        #expect(folder.contents == ["a", "a/root", "a/root/x", "a/root/x/y", "a/root/x/y/z.jpg"])
        #expect(try folder.bytes(of: "a/root/x/y/z.jpg") == [1, 2, 3])
    }

    @Test("An existing file or link is replaced, and the target of the link is not touched")
    func replace() async throws {
        try folder.makeFolder("a/root")
        try Data([9]).write(to: URL(filePath: "\(folder.path)/target"))
        try folder.link("a/root/z", to: "\(folder.path)/target")
        try await store.write(EncodedBytes(copying: [1]), to: "z")
        try await store.write(EncodedBytes(copying: [2, 2]), to: "z")
        #expect(try folder.bytes(of: "a/root/z") == [2, 2])
        #expect(try folder.bytes(of: "target") == [9])
    }

    @Test("Large and empty files are written completely", arguments: [0, 1, 1 << 20, 3_000_001])
    func sizes(count: Int) async throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try await store.write(EncodedBytes(copying: bytes), to: "z")
        #expect(try folder.bytes(of: "a/root/z") == bytes)
    }

    @Test("A new file is readable by all and writable by its owner, less the umask")
    func permissions() async throws {
        try await store.write(EncodedBytes(copying: [1]), to: "z")
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/a/root/z")
        let mode = try #require(attributes[.posixPermissions] as? NSNumber).intValue
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("Umask:") })
        let mask = try #require(Int(line.split(separator: "\t")[1], radix: 8))
        #expect(mode == 0o644 & ~mask)
    }

    @Test(
        "A path that does not stay below the root is refused",
        arguments: [
            "", "/etc/x", "../x", "a/../x", "a/..", ".", "a/./b", "a//b", "a/", "a\u{0}b", ".stillwater-1.tmp",
            ".stillwater-/a",
        ])
    func invalidPaths(path: String) async {
        #expect(await code(writing: path) == .invalidPath)
        #expect(folder.contents.isEmpty)
    }

    @Test("A name that is too long for the file system is refused")
    func longName() async {
        #expect(await code(writing: String(repeating: "a", count: 256)) == .invalidPath)
    }

    @Test(
        "A link to a folder outside is refused, and nothing is created there",
        arguments: ["..", "../../outside", "/tmp"])
    func linkOut(target: String) async throws {
        try folder.makeFolder("a/root")
        try folder.makeFolder("outside")
        try folder.link("a/root/link", to: target)
        #expect(await code(writing: "link/x/z") == .invalidPath)
        #expect(folder.contents == ["a", "a/root", "a/root/link", "outside"])
    }

    @Test("A link to a folder below the root is followed")
    func linkInside() async throws {
        try folder.makeFolder("a/root/real/deep")
        try folder.makeFolder("a/root/other")
        try folder.link("a/root/other/link", to: "../real/deep")
        try await store.write(EncodedBytes(copying: [7]), to: "other/link/more/z")
        #expect(try folder.bytes(of: "a/root/real/deep/more/z") == [7])
    }

    @Test("A dangling or circular link is refused", arguments: ["nowhere", "link"])
    func deadLinks(target: String) async throws {
        try folder.makeFolder("a/root")
        try folder.link("a/root/link", to: target)
        #expect(await code(writing: "link/z") != nil)
        #expect(folder.contents == ["a", "a/root", "a/root/link"])
    }

    @Test("The root may be a link, with a slash at its end")
    func linkedRoot() async throws {
        try folder.makeFolder("real")
        try folder.link("link", to: "real")
        try await DirectoryStore(root: "\(folder.path)/link/").write(EncodedBytes(copying: [1]), to: "x/z")
        #expect(try folder.bytes(of: "real/x/z") == [1])
    }

    @Test("A folder where the file should go, or a file where a folder is needed, is refused; nothing is left behind")
    func wrongKind() async throws {
        try folder.makeFolder("a/root/z/inner")
        #expect(await code(writing: "z") == .invalidPath)
        try await store.write(EncodedBytes(copying: [1]), to: "f")
        #expect(await code(writing: "f/z") == .invalidPath)
        #expect(folder.contents == ["a", "a/root", "a/root/f", "a/root/z", "a/root/z/inner"])
    }

    @Test("A cancelled task writes nothing and says so")
    func cancelled() async throws {
        let store = store
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await store.write(EncodedBytes(copying: [1]), to: "z")
        }
        let error = await #expect(throws: StorageError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        #expect(!folder.contents.contains("a/root/z"))
    }

    @Test("Writers of one file at the same time leave one whole version")
    func concurrent() async throws {
        let store = store
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    let bytes = [UInt8](repeating: UInt8(writer), count: 100_000)
                    try await store.write(EncodedBytes(copying: bytes), to: "x/z")
                }
            }
            try await group.waitForAll()
        }
        let bytes = try folder.bytes(of: "a/root/x/z")
        #expect(bytes.count == 100_000)
        #expect(Set(bytes).count == 1)
        #expect(folder.contents == ["a", "a/root", "a/root/x", "a/root/x/z"])
    }

    @Test("A store that may not be written to is reported", .enabled(if: geteuid() != 0))
    func notPermitted() async throws {
        try folder.makeFolder("a/root")
        try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: "\(folder.path)/a/root")
        #expect(await code(writing: "z") == .notPermitted)
        #expect(await code(writing: "x/z") == .notPermitted)
    }
}

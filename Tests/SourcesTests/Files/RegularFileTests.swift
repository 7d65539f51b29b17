import Foundation
import Testing

@testable import Sources

@Suite struct RegularFileTests {
    @Test("a large file is read whole")
    func large() throws {
        let directory = try TemporaryDirectory()
        let bytes = (0..<3_000_001).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        try directory.file("a", bytes)
        #expect(try OpenPath(directory.path + "/a").openRegularFile().readAll() == bytes)
    }

    @Test("a part of a file is read, and one beyond its end refused")
    func part() throws {
        let directory = try TemporaryDirectory()
        try directory.file("a", [1, 2, 3, 4])
        let file = try OpenPath(directory.path + "/a").openRegularFile()
        #expect(try file.read(from: 1, count: 2) == [2, 3])
        let error = #expect(throws: SourceError.self) { try file.read(from: 3, count: 2) }
        #expect(error?.code == .readFailed)
    }

    @Test("a file that grows or shrinks while it is open is refused", arguments: [2, 4])
    func changing(length: Int) throws {
        let directory = try TemporaryDirectory()
        try directory.file("a", [1, 2, 3])
        let file = try OpenPath(directory.path + "/a").openRegularFile()
        #expect(truncate(directory.path + "/a", length) == 0)
        let error = #expect(throws: SourceError.self) { try file.readAll() }
        #expect(error?.code == .readFailed)
    }
}

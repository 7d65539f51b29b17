import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct TIFFDirectoryTests {
    /// A little-endian file with one directory at byte 8: a width, and a text of 8 bytes behind the directory; `next` follows.
    private static func file(next: UInt8 = 0) -> [UInt8] {
        let header: [UInt8] = [0x49, 0x49, 42, 0, 8, 0, 0, 0]
        let width: [UInt8] = [0, 1, 3, 0, 1, 0, 0, 0, 10, 0, 0, 0]
        let text: [UInt8] = [0x31, 1, 2, 0, 8, 0, 0, 0, 38, 0, 0, 0]
        return header + [2, 0] + width + text + [next, 0, 0, 0] + Array("software".utf8)
    }

    @Test(
        "a directory is complete with its last value",
        arguments: [(0, true), (1, false), (9, false), (30, false), (40, false)])
    func cut(missing: Int, isComplete: Bool) {
        #expect(TIFFDirectory.isComplete(in: Self.file().dropLast(missing), needsAll: true) == isComplete)
    }

    @Test("further pages count only when all are needed")
    func pages() {
        #expect(TIFFDirectory.isComplete(in: Self.file(next: 60), needsAll: false))
        #expect(!TIFFDirectory.isComplete(in: Self.file(next: 60), needsAll: true))
    }

    @Test("a directory that is pointed to has to be there")
    func pointer() {
        var bytes = Self.file()
        // The width's tag becomes that of the EXIF directory, at byte 46: behind the end.
        bytes.replaceSubrange(10..<22, with: [0x69, 0x87, 4, 0, 1, 0, 0, 0, 46, 0, 0, 0])
        #expect(!TIFFDirectory.isComplete(in: bytes, needsAll: false))
        #expect(TIFFDirectory.isComplete(in: bytes + [0, 0, 0, 0, 0, 0], needsAll: false))
    }

    @Test("a directory that points to itself ends")
    func cycle() {
        var bytes = Self.file()
        bytes.replaceSubrange(10..<22, with: [0x69, 0x87, 4, 0, 1, 0, 0, 0, 8, 0, 0, 0])
        #expect(!TIFFDirectory.isComplete(in: bytes, needsAll: false))
    }

    /// A directory of pointers to a second one, or to several, and room for more.
    private static func pointers(_ order: FileBytes, isBig: Bool, to targets: (Int) -> [Int]) -> [UInt8] {
        let first = FileBytes.firstDirectory(isBig: isBig)
        let behind = first + FileBytes.directoryBytes(targets(0).count, isBig: isBig)
        return order.tiffHead(isBig: isBig)
            + order.directory(targets(behind).map { (34_665, $0) }, isBig: isBig)
            + (0..<4).flatMap { _ in order.directory([], isBig: isBig) }
    }

    @Test(
        "each directory is visited once, in every kind of file", arguments: [true, false], [true, false])
    func once(isBigEndian: Bool, isBig: Bool) {
        let order = FileBytes(isBigEndian: isBigEndian)
        let bytes = FileBytes.directoryBytes(0, isBig: isBig)
        let apart = Self.pointers(order, isBig: isBig) { [$0, $0 + bytes] }
        #expect(TIFFDirectory.isComplete(in: apart, needsAll: true))
        let same = Self.pointers(order, isBig: isBig) { [$0, $0] }
        #expect(!TIFFDirectory.isComplete(in: same, needsAll: true))
        let first = Self.pointers(order, isBig: isBig) { _ in [FileBytes.firstDirectory(isBig: isBig)] }
        #expect(!TIFFDirectory.isComplete(in: first, needsAll: true))
    }

    @Test("the first directory's place is of the file's byte order")
    func bigEndian() {
        let bytes: [UInt8] = [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0]
        #expect(TIFFDirectory.isComplete(in: bytes, needsAll: true))
        #expect(!TIFFDirectory.isComplete(in: Array(bytes.dropLast()), needsAll: true))
    }
}

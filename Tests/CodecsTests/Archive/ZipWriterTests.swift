import CArchive
import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct ZipWriterTests {
    @Test func entriesComeBackAsTheyWere() throws {
        let contents = [("a.jpg", pattern(10)), ("dir/b c.png", pattern(300_000)), ("empty", [])]
        let entries = try unzip(try zip(contents))
        #expect(entries.map(\.name) == contents.map(\.0))
        #expect(entries.map(\.bytes) == contents.map(\.1))
        #expect(entries.allSatisfy { $0.modified == 1_700_000_000 })
    }

    @Test func anEmptyArchiveIsAnEndRecord() throws {
        #expect(try zip([]) == Array("PK\u{5}\u{6}".utf8) + [UInt8](repeating: 0, count: 18))
    }

    @Test func entriesAreStoredWithSizesInFrontAndUTF8Names() throws {
        let name = Array("größe/日本.jpg".utf8)
        let bytes = try zip([("größe/日本.jpg", pattern(5))])
        #expect(Array(bytes[0..<4]) == Array("PK\u{3}\u{4}".utf8))
        #expect(number(bytes, at: 6, of: 2) & 1 << 11 != 0, "flag: the name is UTF-8")
        #expect(number(bytes, at: 8, of: 2) == 0, "method: stored")
        #expect(number(bytes, at: 18, of: 4) == 5, "compressed size")
        #expect(number(bytes, at: 22, of: 4) == 5, "size")
        #expect(number(bytes, at: 26, of: 2) == name.count)
        #expect(Array(bytes[30..<(30 + name.count)]) == name)
    }

    @Test func theDirectoryCountsTheEntries() throws {
        let bytes = try zip((0..<300).map { ("\($0).jpg", pattern($0)) })
        let end = bytes.count - 22
        #expect(Array(bytes[end..<(end + 4)]) == Array("PK\u{5}\u{6}".utf8))
        #expect(number(bytes, at: end + 10, of: 2) == 300)
        #expect(number(bytes, at: end + 16, of: 4) + number(bytes, at: end + 12, of: 4) == end)
    }

    @Test(arguments: [1, 7, 1000, 1 << 20]) func theBlockSizeDoesNotChangeTheArchive(blockBytes: Int) throws {
        let contents = [("a", pattern(1000)), ("b", pattern(2001))]
        #expect(try zip(contents, blockBytes: blockBytes) == zip(contents))
    }

    @Test func blocksAreBounded() throws {
        var writer = try ZipWriter(blockBytes: 1000)
        try writer.add(name: "a.jpg", bytes: EncodedBytes(pattern(10_500)), modified: 0)
        var sizes: [Int] = []
        while let block = try writer.nextBlock() { sizes.append(block.count) }
        #expect(sizes.count == 11)
        #expect(sizes.allSatisfy { $0 <= 1200 })
    }

    @Test func anEntryIsLetGoWhenItHasBeenTakenOut() throws {
        var writer = try ZipWriter()
        weak var kept: EncodedBytes?
        do {
            let bytes = EncodedBytes(pattern(10))
            kept = bytes
            try writer.add(name: "a.jpg", bytes: bytes, modified: 0)
        }
        #expect(kept != nil)
        while try writer.nextBlock() != nil {}
        #expect(kept == nil)
    }

    @Test func anEntryThatWasNotTakenOutBlocksTheNext() throws {
        var writer = try ZipWriter(blockBytes: 1)
        try writer.add(name: "a", bytes: EncodedBytes([1, 2]), modified: 0)
        #expect(try writer.nextBlock() != nil)
        do throws(ArchiveError) {
            try writer.add(name: "b", bytes: EncodedBytes([]), modified: 0)
            Issue.record("The entry was taken.")
        } catch {
            #expect(error.code == .outOfOrder)
        }
    }

    @Test func nothingFollowsTheEnd() throws {
        var writer = try ZipWriter()
        try writer.finish()
        while try writer.nextBlock() != nil {}
        do throws(ArchiveError) {
            try writer.finish()
            Issue.record("The archive ended twice.")
        } catch {
            #expect(error.code == .outOfOrder)
        }
    }

    @Test func namesAreUnique() throws {
        do {
            _ = try zip([("a", []), ("a", [])])
            Issue.record("The name was taken twice.")
        } catch let error as ArchiveError {
            #expect(error.code == .duplicateName)
        }
    }

    @Test func aRefusedNameLeavesTheArchiveUsable() throws {
        var writer = try ZipWriter()
        do throws(ArchiveError) {
            try writer.add(name: "../a", bytes: EncodedBytes([]), modified: 0)
        } catch {
            #expect(error.code == .invalidName)
        }
        try writer.add(name: "a", bytes: EncodedBytes([]), modified: 0)
        #expect(try writer.nextBlock() != nil)
    }
}

private func pattern(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
}

private func number(_ bytes: [UInt8], at offset: Int, of count: Int) -> Int {
    bytes[offset..<(offset + count)].reversed().reduce(0) { $0 << 8 | Int($1) }
}

private func zip(
    _ entries: [(String, [UInt8])], blockBytes: Int = ZipWriter.defaultBlockBytes
) throws -> [UInt8] {
    var writer = try ZipWriter(blockBytes: blockBytes)
    var output: [UInt8] = []
    for (name, bytes) in entries {
        try writer.add(name: name, bytes: EncodedBytes(bytes), modified: 1_700_000_000)
        while let block = try writer.nextBlock() { output += block }
    }
    try writer.finish()
    while let block = try writer.nextBlock() { output += block }
    return output
}

private struct Entry {
    var name: String
    var bytes: [UInt8]
    var modified: Int
}

/// What libarchive's own reader finds; it checks each checksum. ASCII names only: it converts others to the locale's
/// charset.
private func unzip(_ zip: [UInt8]) throws -> [Entry] {
    let archive = try #require(archive_read_new())
    defer { archive_read_free(archive) }
    archive_read_support_format_zip_seekable(archive)
    return try zip.withUnsafeBytes { source in
        try #require(archive_read_open_memory(archive, source.baseAddress, source.count) == ARCHIVE_OK)
        var entries: [Entry] = []
        var header: OpaquePointer?
        while archive_read_next_header(archive, &header) == ARCHIVE_OK {
            let name = try #require(archive_entry_pathname(header))
            var bytes = [UInt8](repeating: 0, count: Int(archive_entry_size(header)) + 1)
            let count = bytes.withUnsafeMutableBytes { archive_read_data(archive, $0.baseAddress, $0.count) }
            try #require(count == bytes.count - 1)
            let modified = Int(archive_entry_mtime(header))
            entries.append(Entry(name: String(cString: name), bytes: Array(bytes.prefix(count)), modified: modified))
        }
        return entries
    }
}

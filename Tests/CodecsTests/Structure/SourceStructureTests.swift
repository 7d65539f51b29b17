import Foundation
import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct SourceStructureTests {
    private static func number(_ value: Int, _ count: Int, bigEndian: Bool = true) -> [UInt8] {
        let digits = (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        return bigEndian ? digits.reversed() : digits
    }

    // MARK: JPEG

    private static func segment(_ marker: UInt8, _ body: [UInt8]) -> [UInt8] {
        [0xFF, marker] + number(body.count + 2, 2) + body
    }

    /// A file of a frame of three components, with so many scans of one component each.
    private static func jpeg(progressive: Bool, scans: Int, before: [UInt8] = []) -> [UInt8] {
        let frame = segment(progressive ? 0xC2 : 0xC0, [8, 0, 8, 0, 8, 3] + [UInt8](repeating: 0, count: 9))
        let scan = segment(0xDA, [1, 1, 0, 0, 63, 0]) + [1, 2, 0xFF, 0, 3, 0xFF, 0xD0, 4]
        return [0xFF, 0xD8] + before + frame + (0..<scans).flatMap { _ in scan } + [0xFF, 0xD9]
    }

    @Test("scans of a JPEG file are counted, whatever bytes they hold", arguments: [true, false])
    func scans(progressive: Bool) {
        #expect(SourceStructure(of: Self.jpeg(progressive: progressive, scans: 7)).scans == 7)
    }

    @Test("scans, profiles and metadata behind stray bytes are counted")
    func strayBytes() {
        let profile = Self.segment(0xE2, Array("ICC_PROFILE\0".utf8) + [UInt8](repeating: 1, count: 500))
        let comment = Self.segment(0xFE, [UInt8](repeating: 3, count: 100))
        let scan = Self.segment(0xDA, [1, 1, 0, 0, 63, 0]) + [1, 2, 3]
        let frame = Self.segment(0xC2, [8, 0, 8, 0, 8, 3] + [UInt8](repeating: 0, count: 9))
        let stray: [UInt8] = [0, 7, 0xFF, 0]
        let parts = [comment, profile, frame] + [[UInt8]](repeating: scan, count: 900)
        let whole = SourceStructure(of: [0xFF, 0xD8] + parts.joined())
        #expect(whole.scans == 900)
        #expect(SourceStructure(of: [0xFF, 0xD8] + comment + parts.dropFirst().flatMap { stray + $0 }) == whole)
    }

    @Test("profiles and metadata of a JPEG file are told apart")
    func segments() {
        let profile = Self.segment(0xE2, Array("ICC_PROFILE\0".utf8) + [UInt8](repeating: 1, count: 500))
        let exif = Self.segment(0xE1, [UInt8](repeating: 2, count: 300))
        let comment = Self.segment(0xFE, [UInt8](repeating: 3, count: 100))
        let structure = SourceStructure(of: Self.jpeg(progressive: false, scans: 1, before: profile + exif + comment))
        #expect((500...520).contains(structure.profileBytes))
        #expect((400...410).contains(structure.metadataBytes))
    }

    // MARK: PNG, WebP, GIF

    @Test("texts of a PNG file are counted")
    func texts() {
        let chunk = Self.number(5, 4) + Array("tEXt".utf8) + [UInt8](repeating: 65, count: 5 + 4)
        let profile = Self.number(9, 4) + Array("iCCP".utf8) + [UInt8](repeating: 0, count: 9 + 4)
        let file = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + (0..<40).flatMap { _ in chunk } + profile
        let structure = SourceStructure(of: file)
        #expect(structure.texts == 40)
        #expect(structure.metadataBytes == 200)
        #expect(structure.profileBytes == 9)
    }

    @Test("compressed texts and profiles count with what they expand to, together")
    func compressed() {
        let bomb = DeflateWriter.zeros(runs: 65_000)
        let text = FileBytes.chunk("zTXt", [65, 0, 0] + bomb)
        let international = FileBytes.chunk("iTXt", [65, 0, 1, 0] + Array("en".utf8) + [0, 66, 0] + bomb)
        let plain = FileBytes.chunk("iTXt", [65, 0, 0, 0, 0, 0] + bomb)
        let profile = FileBytes.chunk("iCCP", [65, 0, 0] + bomb)
        let structure = SourceStructure(of: FileBytes.png(text + international + plain + profile))
        #expect(structure.metadataBytes == 2 * (1 + 258 * 65_000) + bomb.count + 6)
        #expect(structure.profileBytes == 1 + 258 * 65_000)
        #expect(structure.texts == 3)
    }

    @Test("texts are not expanded without end")
    func mostExpanded() {
        let text = FileBytes.chunk("zTXt", [65, 0, 0] + DeflateWriter.zeros(runs: 65_000))
        let structure = SourceStructure(of: FileBytes.png((0..<100).flatMap { _ in text }))
        #expect(structure.metadataBytes > 1 << 28)
        #expect(structure.texts == 100)
    }

    @Test("of an icon, its PNG files are counted")
    func icon() {
        let file = FileBytes.png((0..<40).flatMap { _ in FileBytes.chunk("tEXt", [65, 0, 66]) })
        let entry = [UInt8](repeating: 0, count: 8) + Self.number(file.count, 4, bigEndian: false)
        let entries = [38, 38 + file.count].flatMap { entry + Self.number($0, 4, bigEndian: false) }
        let structure = SourceStructure(of: [0, 0, 1, 0, 2, 0] + entries + file + file)
        #expect(structure.texts == 80)
        #expect(!structure.hasOverlaps)
        #expect(SourceStructure(of: [0, 0, 1, 0, 2, 0] + entries + file).texts == 40)
    }

    @Test("parts of one picture in an icon are seen as such")
    func iconOverlaps() throws {
        let file = try #require(HostileFile.all.first { $0.name == "ICO: parts of one picture" })
        #expect(SourceStructure(of: file.bytes).hasOverlaps)
    }

    // MARK: EXIF

    @Test(
        "directories of EXIF that lead back to themselves are seen in every format", arguments: [true, false],
        [13, 5000])
    func exifLoops(isBigEndian: Bool, pointers: Int) {
        let block = FileBytes(isBigEndian: isBigEndian).exifLoop(pointers: pointers)
        let marked = ExifReader.marker + block
        let jxl = FileBytes.box("JXL ", [0x0D, 0x0A, 0x87, 0x0A])
        for (name, file) in [
            ("JPEG", Self.jpeg(progressive: false, scans: 1, before: Self.segment(0xE1, marked))),
            ("PNG", FileBytes.png(FileBytes.chunk("eXIf", block))),
            ("WebP", FileBytes.webp(FileBytes.riffChunk("EXIF", block))),
            ("WebP, marked", FileBytes.webp(FileBytes.riffChunk("EXIF", marked))),
            ("AVIF", FileBytes.avifType + HostileFile.exif(block)),
            ("JPEG XL", jxl + FileBytes.box("Exif", [0, 0, 0, 0] + block)),
        ] {
            let structure = SourceStructure(of: file)
            #expect(structure.hasEXIFLoop, "\(name)")
            #expect(structure.metadataBytes >= block.count, "\(name)")
        }
    }

    @Test("EXIF in several parts, or inside the tables, is found", arguments: [0, 1, 2])
    func exifItem(version: Int) {
        let block = [0, 0, 0, 0] + FileBytes().exifLoop(pointers: 13)
        let half = block.count / 2
        let item =
            Self.number(1, version < 2 ? 2 : 4) + (version == 0 ? [] : [0, 1]) + [0, 0, 0, 2]
            + [(0, half), (half, block.count - half)].flatMap { start, length in
                Self.number(version == 0 ? start + 28 : start, 4) + Self.number(length, 4)
            }
        let places = [UInt8(version), 0, 0, 0, 0x44, 0] + Self.number(1, version < 2 ? 2 : 4) + item
        let entry = Self.box("infe", [2, 0, 0, 0, 0, 1, 0, 0] + Array("Exif".utf8) + [0])
        let tables = Self.box("iloc", places) + Self.box("iinf", [0, 0, 0, 0, 0, 1] + entry)
        let (inside, outside) = (Self.box("idat", block), Self.box("mdat", block))
        // Type and data have 28 bytes before the block.
        let meta = Self.box("meta", [0, 0, 0, 0] + tables + (version == 0 ? [] : inside))
        let file = FileBytes.avifType + outside + meta
        #expect(SourceStructure(of: file).hasEXIFLoop)
    }

    @Test("an item's places count as often as the table repeats them")
    func repeatedItem() {
        let block = [UInt8](repeating: 0, count: 1000)
        let item = [0, 1, 0, 0, 0, 1] + Self.number(28, 4) + Self.number(block.count, 4)
        let entry = Self.box("infe", [2, 0, 0, 0, 0, 1, 0, 0] + Array("Exif".utf8) + [0])
        let information = Self.box("iinf", [0, 0, 0, 0, 0, 1] + entry)
        for (count, hasOverlaps) in [(1, false), (200, true)] {
            let places = [0, 0, 0, 0, 0x44, 0] + Self.number(count, 2) + (0..<count).flatMap { _ in item }
            let meta = Self.box("meta", [0, 0, 0, 0] + Self.box("iloc", places) + information)
            let structure = SourceStructure(of: FileBytes.avifType + Self.box("mdat", block) + meta)
            #expect(structure.hasOverlaps == hasOverlaps)
            #expect(structure.items == count)
        }
    }

    @Test("frames are counted in the file, not taken from its header")
    func frames() throws {
        let frame: [UInt8] = [0x21, 0xF9, 4, 0, 0, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4C, 1, 0]
        let file =
            Array("GIF89a".utf8) + [1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]
            + (0..<5000).flatMap { _ in frame } + [0x3B]
        #expect(SourceStructure(of: file).frames == 5000)
        let animation = SourceStructure(of: try RepositoryFiles.fixture("webp/animated.webp"))
        let header = try ImageDecoder.header(of: try RepositoryFiles.fixture("webp/animated.webp"))
        #expect(animation.frames == header.frames)
    }

    // MARK: TIFF

    /// Directories at these places, each of which names the next place.
    private static func tiff(_ next: [Int: Int], first: Int = 8, bytes: Int) -> [UInt8] {
        var file = [0x49, 0x49, 0x2A, 0] + number(first, 4, bigEndian: false) + [UInt8](repeating: 0, count: bytes)
        for (offset, target) in next {
            let directory = number(0, 2) + number(target, 4, bigEndian: false)
            file.replaceSubrange(offset..<(offset + 6), with: directory)
        }
        return file
    }

    @Test("directories of a TIFF file are counted to their end")
    func directories() {
        let structure = SourceStructure(of: Self.tiff([8: 20, 20: 40, 40: 0], bytes: 60))
        #expect(structure.directories == 3)
        #expect(!structure.hasDirectoryLoop)
    }

    @Test("a directory that leads back is seen", arguments: [[8: 8], [8: 20, 20: 8], [8: 20, 20: 40, 40: 20]])
    func loops(next: [Int: Int]) {
        #expect(SourceStructure(of: Self.tiff(next, bytes: 60)).hasDirectoryLoop)
    }

    @Test("directories that lie over one another are not read for ever")
    func overlapping() {
        // Each says that it has 65,535 entries, and that the next one begins two bytes behind it.
        var file = Self.tiff([:], bytes: 2_000_000)
        for offset in stride(from: 8, to: 2_000_000, by: 2) { file[offset] = 0xFF }
        #expect(SourceStructure(of: file).directories <= 1_000_000)
        let all = [UInt8](repeating: 0xFF, count: 2_000_000)
        #expect(SourceStructure(of: [0x49, 0x49, 0x2A, 0, 8, 0, 0, 0] + all).directories <= 1_000_000)
    }

    @Test("directories that lie over one another are seen in every kind of file")
    func overlaps() {
        let files = HostileFile.all.filter { $0.name.hasPrefix("TIFF") }
        #expect(files.count == 16)
        for file in files {
            let structure = SourceStructure(of: file.bytes)
            #expect(structure.hasOverlaps == file.name.hasSuffix("overlap"), "\(file.name)")
            #expect(structure.hasDirectoryLoop == file.name.hasSuffix("loop"), "\(file.name)")
        }
    }

    // MARK: AVIF

    private static func box(_ name: String, _ content: [UInt8]) -> [UInt8] {
        number(content.count + 8, 4) + Array(name.utf8) + content
    }

    @Test("tiles and items of an AVIF file are counted")
    func tiles() {
        let reference = Self.box("dimg", Self.number(1, 2) + Self.number(900, 2) + [UInt8](repeating: 0, count: 1800))
        let items = Self.box("iinf", [0, 0, 0, 0] + Self.number(12, 2))
        let meta = Self.box("meta", [0, 0, 0, 0] + items + Self.box("iref", [0, 0, 0, 0] + reference))
        let type = Self.box("ftyp", Array("avif".utf8) + [0, 0, 0, 0] + Array("avif".utf8))
        #expect(SourceStructure(of: type + meta).items == 900)
    }

    // MARK: Anything

    @Test(
        "good files hold what their makers put in", arguments: ["jpeg", "png", "webp", "gif", "tiff", "avif", "heic"])
    func fixtures(folder: String) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: RepositoryFiles.fixtures + "/" + folder) {
            let structure = SourceStructure(of: try RepositoryFiles.fixture("\(folder)/\(name)"))
            #expect(!structure.hasDirectoryLoop && !structure.hasEXIFLoop && !structure.hasOverlaps)
            #expect(structure.profileBytes < 1 << 20 && structure.metadataBytes < 1 << 20)
            #expect(folder != "tiff" || structure.directories >= 1)
            #expect(folder != "gif" || structure.frames >= 1)
            #expect(folder != "avif" || structure.items >= 1)
        }
    }

    @Test("in good files of all kinds, no directory leads back and nothing overlaps")
    func corpus() throws {
        // Without the corpus, what the project has is good, too.
        let root = RepositoryFiles.corpus ?? RepositoryFiles.fixtures
        for path in try FileManager.default.subpathsOfDirectory(atPath: root) where !path.hasPrefix("bad/") {
            guard let data = FileManager.default.contents(atPath: root + "/" + path) else { continue }
            let structure = SourceStructure(of: [UInt8](data))
            #expect(!structure.hasDirectoryLoop && !structure.hasEXIFLoop && !structure.hasOverlaps, "\(path)")
            #expect(structure.profileBytes <= 4 << 20 && structure.metadataBytes <= 16 << 20, "\(path)")
        }
    }

    @Test("any change of any file is walked over to an end", arguments: 0..<8)
    func mutations(seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        let names = [
            "jpeg/baseline.jpg", "png/rgba.png", "webp/animated.webp", "gif/animated.gif", "tiff/lzw.tiff",
            "avif/still.avif", "heic/still.heic",
        ]
        for name in names {
            let whole = try RepositoryFiles.fixture(name)
            for _ in 0..<60 {
                var bytes = whole
                // Behind the leading bytes that say which format it is.
                for _ in 0..<Int.random(in: 1...20, using: &random) {
                    let limit = Bool.random(using: &random) ? min(600, bytes.count) : bytes.count
                    bytes[Int.random(in: 12..<limit, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
                let structure = SourceStructure(of: bytes)
                #expect(structure.frames <= bytes.count && structure.directories <= bytes.count)
            }
        }
    }
}

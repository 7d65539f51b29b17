import TestSupport
import Testing

@testable import Codecs

/// A file that makes work for whoever believes its tables.
struct HostileFile: CustomTestStringConvertible, Sendable {
    let name: String
    let bytes: [UInt8]
    var testDescription: String { "\(name), \(bytes.count) bytes" }

    static let all = jpegs + pngs + webps + gifs + tiffs + boxes + icons

    private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

    private static func times(_ count: Int, _ part: [UInt8]) -> [UInt8] { (0..<count).flatMap { _ in part } }

    private static let exifBlocks: [(name: String, block: [UInt8])] = [true, false].flatMap {
        isBigEndian -> [(name: String, block: [UInt8])] in
        let order = FileBytes(isBigEndian: isBigEndian)
        let name = isBigEndian ? "big-endian" : "little-endian"
        // Each directory begins two bytes behind the one before, and says that it has 4,369 entries.
        let overlapping = order.tiffHead() + [UInt8](repeating: 0x11, count: 60_000)
        let chain = order.directory((0..<5000).map { (0x8769, 8 + 12 * $0) })
        return [
            ("\(name) loop", order.exifLoop(pointers: 5000)), ("\(name) overlap", overlapping),
            ("\(name) chain", order.tiffHead() + chain),
        ]
    }

    // MARK: Formats

    private static let jpegs: [HostileFile] = {
        let start: [UInt8] = [0xFF, 0xD8]
        let frame = FileBytes.segment(0xC2, [8, 0, 8, 0, 8, 3] + zeros(9))
        let scan = FileBytes.segment(0xDA, [1, 1, 0, 0, 63, 0])
        // A directory of 65,535 entries, none of which is there.
        let block = FileBytes.segment(0xE1, ExifReader.marker + FileBytes().tiffHead() + [0xFF, 0xFF])
        let files: [(String, [UInt8])] = [
            ("scans", frame + times(9000, scan + [1])), ("scans behind stray bytes", frame + times(9000, scan + [0])),
            ("empty segments", times(50_000, [0xFF, 0xFE, 0, 2])),
            ("stuffing", frame + scan + times(100_000, [0xFF, 0])),
            ("fill bytes", [UInt8](repeating: 0xFF, count: 200_000)),
            ("stray bytes", [0xFF, 0xFE, 0, 2] + zeros(200_000)),
            ("blocks of EXIF", times(5000, block)),
        ]
        let loops = exifBlocks.map { ("EXIF \($0.name)", FileBytes.segment(0xE1, ExifReader.marker + $0.block)) }
        return (files + loops).map { HostileFile(name: "JPEG: \($0.0)", bytes: start + $0.1) }
    }()

    private static let pngs: [HostileFile] = pngChunks.map {
        HostileFile(name: "PNG: \($0.0)", bytes: FileBytes.png($0.1))
    }

    private static let pngChunks: [(String, [UInt8])] = {
        let name: [UInt8] = [65, 0]
        let bomb = DeflateWriter.zeros(runs: 4000)
        let files: [(String, [UInt8])] = [
            ("empty chunks", times(20_000, FileBytes.chunk("tEXt"))),
            ("compressed texts", times(10, FileBytes.chunk("zTXt", name + [0] + bomb))),
            ("international texts", times(10, FileBytes.chunk("iTXt", name + [1, 0, 0, 0] + bomb))),
            ("profiles", times(10, FileBytes.chunk("iCCP", name + [0] + bomb))),
            ("empty blocks", FileBytes.chunk("zTXt", name + [0] + DeflateWriter.emptyBlocks(5000))),
            ("stored blocks", FileBytes.chunk("zTXt", name + [0] + [0x78, 1] + times(20_000, [0, 0, 0, 0xFF, 0xFF]))),
            ("texts of nothing", times(10_000, FileBytes.chunk("zTXt", name))),
        ]
        return files + exifBlocks.map { ("EXIF \($0.name)", FileBytes.chunk("eXIf", $0.block)) }
    }()

    private static let webps: [HostileFile] = {
        let files = [("empty chunks", times(20_000, FileBytes.riffChunk("ANMF")))]
        let loops = exifBlocks.map { ("EXIF \($0.name)", FileBytes.riffChunk("EXIF", $0.block)) }
        return (files + loops).map { HostileFile(name: "WebP: \($0.0)", bytes: FileBytes.webp($0.1)) }
    }()

    private static let gifs: [HostileFile] = {
        let head = Array("GIF89a".utf8) + [1, 0, 1, 0, 0, 0, 0]
        let frame: [UInt8] = [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 0]
        return [("frames", times(20_000, frame)), ("small blocks", [0x21, 0xFE] + times(100_000, [1, 9]))]
            .map { HostileFile(name: "GIF: \($0.0)", bytes: head + $0.1) }
    }()

    private static let tiffs: [HostileFile] = [true, false].flatMap { isBigEndian in
        [false, true].flatMap { isBig -> [HostileFile] in
            let order = FileBytes(isBigEndian: isBigEndian)
            let name = "TIFF: \(isBigEndian ? "big" : "little")-endian\(isBig ? ", BigTIFF" : "")"
            return [
                HostileFile(name: "\(name), subdirectories", bytes: subdirectories(order, isBig: isBig)),
                HostileFile(name: "\(name), empty directories", bytes: emptyDirectories(order, isBig: isBig)),
                HostileFile(name: "\(name), overlap", bytes: overlap(order, isBig: isBig)),
                HostileFile(
                    name: "\(name), loop",
                    bytes: order.tiffHead(isBig: isBig)
                        + order.directory([], next: FileBytes.firstDirectory(isBig: isBig), isBig: isBig)),
            ]
        }
    }

    /// A directory of pointers to a second one, which holds pointers to a third, which holds numbers.
    private static func subdirectories(_ order: FileBytes, isBig: Bool) -> [UInt8] {
        let count = 3000
        let bytes = FileBytes.directoryBytes(count, isBig: isBig)
        let second = FileBytes.firstDirectory(isBig: isBig) + bytes
        return order.tiffHead(isBig: isBig)
            + [(34_665, second), (34_853, second + bytes), (256, 1)].flatMap { tag, value in
                order.directory((0..<count).map { _ in (tag, value) }, isBig: isBig)
            }
    }

    private static func emptyDirectories(_ order: FileBytes, isBig: Bool) -> [UInt8] {
        let (first, bytes) = (FileBytes.firstDirectory(isBig: isBig), FileBytes.directoryBytes(0, isBig: isBig))
        return order.tiffHead(isBig: isBig)
            + (1...10_000).flatMap { order.directory([], next: first + bytes * $0, isBig: isBig) }
    }

    /// Directories of many entries, each of which begins among the entries of the one before.
    private static func overlap(_ order: FileBytes, isBig: Bool) -> [UInt8] {
        let (first, count, distance) = (FileBytes.firstDirectory(isBig: isBig), 1000, 40)
        var file = order.tiffHead(isBig: isBig) + zeros(FileBytes.directoryBytes(count, isBig: isBig) + distance * 1000)
        for index in 0..<1000 {
            let offset = first + distance * index
            let end = offset + FileBytes.directoryBytes(count, isBig: isBig) - (isBig ? 8 : 4)
            let number = order.number(count, isBig ? 8 : 2)
            file.replaceSubrange(offset..<(offset + number.count), with: number)
            let next = order.number(offset + distance, isBig ? 8 : 4)
            if end + next.count <= file.count { file.replaceSubrange(end..<(end + next.count), with: next) }
        }
        return file
    }

    private static let boxes: [HostileFile] = {
        let tables = (0...2).flatMap { version in
            [
                (
                    "items whose places take no bytes, version \(version)",
                    items(version, count: 10_000, parts: 65_535, sizes: 0)
                ),
                ("items of a part each, version \(version)", items(version, count: 10_000, parts: 1, sizes: 0x4400)),
                ("items of parts, version \(version)", items(version, count: 2000, parts: 32, sizes: 0x1100)),
            ]
        }
        let loops = exifBlocks.map { ("EXIF \($0.name)", exif($0.block)) }
        let small = [
            ("empty boxes", times(20_000, FileBytes.box("free", []))),
            ("boxes in boxes", FileBytes.box("meta", zeros(4) + times(20_000, FileBytes.box("meta", zeros(4))))),
            (
                "references",
                FileBytes.box(
                    "meta", zeros(4) + FileBytes.box("iref", zeros(4) + times(20_000, FileBytes.box("dimg", []))))
            ),
        ]
        return (tables + loops + small).map { HostileFile(name: "AVIF: \($0.0)", bytes: FileBytes.avifType + $0.1) }
    }()

    /// Tables of `count` items with the same number, each of so many parts; `sizes` are those of the fields of their places.
    private static func items(_ version: Int, count: Int, parts: Int, sizes: Int) -> [UInt8] {
        let order = FileBytes()
        let place = zeros((sizes >> 12) + (sizes >> 8 & 15))
        let item =
            order.number(1, version < 2 ? 2 : 4) + (version == 0 ? [] : [0, 0]) + [0, 0] + order.number(parts, 2)
            + times(sizes == 0 ? 0 : parts, place)
        let locations = [UInt8(version), 0, 0, 0] + order.number(sizes, 2) + order.number(count, version < 2 ? 2 : 4)
        return metadata(kind: "Exif", FileBytes.box("iloc", locations + times(count, item)))
    }

    private static func metadata(kind: String, _ locations: [UInt8]) -> [UInt8] {
        let entry = FileBytes.box("infe", [2, 0, 0, 0, 0, 1, 0, 0] + Array(kind.utf8) + [0])
        return FileBytes.box(
            "meta",
            zeros(4) + FileBytes.box("pitm", [0, 0, 0, 0, 0, 1]) + locations
                + FileBytes.box("iinf", [0, 0, 0, 0, 0, 1] + entry))
    }

    /// A file's `meta` and `mdat`, with a block of EXIF as its one item.
    static func exif(_ block: [UInt8]) -> [UInt8] {
        let order = FileBytes()
        func table(_ offset: Int) -> [UInt8] {
            let item = [0, 1, 0, 0, 0, 1] + order.number(offset, 4) + order.number(block.count + 4, 4)
            return metadata(kind: "Exif", FileBytes.box("iloc", [0, 0, 0, 0, 0x44, 0, 0, 1] + item))
        }
        let start = FileBytes.avifType.count + table(0).count + 8
        return table(start) + FileBytes.box("mdat", zeros(4) + block)
    }

    private static let icons: [HostileFile] = {
        let order = FileBytes(isBigEndian: false)
        let file = FileBytes.png(times(4000, FileBytes.chunk("tEXt")))
        let count = 3000
        func icon(_ place: (Int) -> (start: Int, length: Int)) -> [UInt8] {
            let entries = (0..<count).flatMap {
                zeros(8) + order.number(place($0).length, 4) + order.number(place($0).start, 4)
            }
            return [0, 0, 1, 0] + order.number(count, 2) + entries + file
        }
        let start = 6 + 16 * count
        return [
            HostileFile(name: "ICO: one picture", bytes: icon { _ in (start, file.count) }),
            HostileFile(name: "ICO: parts of one picture", bytes: icon { (start, file.count - $0) }),
            HostileFile(name: "ICO: nothing", bytes: [0, 0, 1, 0, 0xFF, 0xFF] + zeros(20)),
        ]
    }()
}

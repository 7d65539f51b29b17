// AVIF, HEIC and JPEG XL: boxes in boxes, items and their places (ISO/IEC 14496-12, ISO/IEC 23008-12, ISO/IEC 18181-2).

extension HostileSource {
    static let boxes: [HostileSource] =
        (0...2).flatMap { version in
            [
                HostileSource("AVIF, places of no bytes, version \(version)") {
                    items(version, count: 10_000, parts: 65_535, sizes: 0)
                },
                HostileSource("AVIF, 32 parts of each of 4000 items, version \(version)") {
                    items(version, count: 4000, parts: 32, sizes: 0x1100)
                },
            ]
        }
        + [
            HostileSource("AVIF of 60,000 items") { items(2, count: 60_000, parts: 1, sizes: 0x4400) },
            HostileSource("HEIC of 4000 items that refer to one another") { references(heic, count: 4000) },
            HostileSource("AVIF of 4000 items that refer to one another") { references(avif, count: 4000) },
            HostileSource("AVIF with boxes in boxes") {
                avif + (0..<5000).reduce([]) { content, _ in FileBytes.box("meta", zeros(4) + content) }
            },
            HostileSource("AVIF with 100,000 empty boxes") {
                avif + times(100_000, FileBytes.box("free", [])) + (try still("avif/still.avif").dropFirst(32))
            },
            HostileSource("AVIF of 4096 tiles that are one picture") {
                try grid(of: still("avif/still.avif"), across: 64, down: 64)
            },
            HostileSource("HEIC of 1600 tiles that are one picture") {
                try grid(of: still("heic/still.heic"), across: 40, down: 40)
            },
            HostileSource("AVIF of 1600 tiles that are one picture") {
                try grid(of: still("avif/still.avif"), across: 40, down: 40)
            },
            HostileSource("AVIF that says that it has 65,535 × 65,535 pixels") { try stretched("avif/still.avif") },
            HostileSource("HEIC that says that it has 65,535 × 65,535 pixels") { try stretched("heic/still.heic") },
            HostileSource("JPEG XL with 100,000 empty parts") {
                let parts = (0..<100_000).flatMap { FileBytes.box("jxlp", FileBytes().number($0, 4)) }
                return jxlHead + parts
            },
            HostileSource("JPEG XL with 100,000 boxes of metadata") {
                jxlHead + times(100_000, FileBytes.box("brob", Array("Exif".utf8) + [0x3B]))
                    + FileBytes.box("jxlc", try still("jxl/lossy.jxl"))
            },
            HostileSource("JPEG XL that says that it has 10,000 × 10,000 pixels") {
                // The size of a picture stands in the bits behind the mark; what follows is anything.
                [0xFF, 0x0A, 0x7A, 0x9C, 0x3E, 0x79, 0x1F] + (try still("jxl/lossy.jxl").dropFirst(4))
            },
            HostileSource("JPEG XL that breaks off") { try still("jxl/lossy.jxl").dropLast(1000) },
        ]
        + exifLoops.map { loop in HostileSource("AVIF, \(loop.name)") { exif(loop.block) } }

    private static let avif = FileBytes.avifType
    private static let heic = FileBytes.box("ftyp", Array("heic".utf8) + [0, 0, 0, 0] + Array("mif1heic".utf8))
    private static let jxlHead =
        FileBytes.box("JXL ", [0x0D, 0x0A, 0x87, 0x0A])
        + FileBytes.box("ftyp", Array("jxl ".utf8) + [0, 0, 0, 0] + Array("jxl ".utf8))

    private static func still(_ name: String) throws -> [UInt8] { try RepositoryFiles.fixture(name) }

    private static func information(_ count: Int, kind: String) -> [UInt8] {
        let entries = (1...count).flatMap { entry($0, kind) }
        return FileBytes.box("iinf", zeros(4) + FileBytes().number(count, 2) + entries)
    }

    private static func metadata(_ boxes: [UInt8]) -> [UInt8] {
        FileBytes.box("meta", zeros(4) + FileBytes.box("hdlr", zeros(8) + Array("pict".utf8) + zeros(13)) + boxes)
    }

    private static let primary = FileBytes.box("pitm", [0, 0, 0, 0, 0, 1])

    /// Tables of `count` items, each of so many parts; `sizes` are those of the fields of their places.
    private static func items(_ version: Int, count: Int, parts: Int, sizes: Int) -> [UInt8] {
        let order = FileBytes()
        let place = zeros((sizes >> 12) + (sizes >> 8 & 15))
        let all = times(sizes == 0 ? 0 : parts, place)
        let behindItem = zeros(version == 0 ? 2 : 4) + order.number(parts, 2) + all
        let table = (1...count).flatMap { item -> [UInt8] in order.number(item, version < 2 ? 2 : 4) + behindItem }
        let head = [UInt8(version), 0, 0, 0] + order.number(sizes, 2) + order.number(count, version < 2 ? 2 : 4)
        return avif
            + metadata(
                primary + FileBytes.box("iloc", head + table) + information(min(count, 4000), kind: "Exif"))
    }

    /// Grids, each of which is made of the next one and of all others.
    private static func references(_ type: [UInt8], count: Int) -> [UInt8] {
        let order = FileBytes()
        let locations = places((1...count).map { place($0, 0, 8) })
        let loops = (1...count).flatMap { item -> [UInt8] in
            FileBytes.box(
                "dimg",
                order.number(item, 2) + order.number(2, 2) + order.number(item % count + 1, 2)
                    + order.number((item + 1) % count + 1, 2))
        }
        return type
            + metadata(
                primary + locations + information(count, kind: "grid") + FileBytes.box("iref", zeros(4) + loops)
                    + FileBytes.box("iprp", FileBytes.box("ipco", []) + FileBytes.box("ipma", zeros(8))))
    }

    /// Where an item lies, in one part.
    private static func place(_ item: Int, _ start: Int, _ length: Int) -> [UInt8] {
        let order = FileBytes()
        let parts: [UInt8] = [0, 0, 0, 1]
        return order.number(item, 2) + parts + order.number(start, 4) + order.number(length, 4)
    }

    private static func places(_ places: [[UInt8]]) -> [UInt8] {
        let sizes: [UInt8] = [0, 0, 0, 0, 0x44, 0]
        return FileBytes.box("iloc", sizes + FileBytes().number(places.count, 2) + places.joined())
    }

    /// A file's `meta` and `mdat`, with a block of EXIF as its one item.
    private static func exif(_ block: [UInt8]) -> [UInt8] {
        func table(_ offset: Int) -> [UInt8] {
            metadata(primary + places([place(1, offset, block.count + 4)]) + information(1, kind: "Exif"))
        }
        let start = avif.count + table(0).count + 8
        return avif + table(start) + FileBytes.box("mdat", zeros(4) + block)
    }

    /// `file` with the size that it states made as large as can be.
    private static func stretched(_ name: String) throws -> [UInt8] {
        var file = try still(name)
        for start in file.indices where file[start...].starts(with: "ispe".utf8) && start + 16 <= file.count {
            file.replaceSubrange((start + 8)..<(start + 16), with: [0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF])
        }
        return file
    }

    /// What the first box named `name` in `file` holds, wherever it is.
    private static func content(_ name: String, of file: [UInt8]) -> [UInt8] {
        guard let start = file.firstIndex(of: Array(name.utf8)) else { return [] }
        let length = file[(start - 4)..<start].reduce(0) { $0 << 8 | Int($1) }
        return Array(file[(start + 4)..<min(start - 4 + length, file.count)])
    }

    /// A picture of tiles, each of which is the picture of `file`, a file of one item.
    private static func grid(of file: [UInt8], across: Int, down: Int) -> [UInt8] {
        let order = FileBytes()
        let isAVIF = file.firstIndex(of: Array("hvc1".utf8)) == nil
        let (data, size) = (content("mdat", of: file), content("ispe", of: file))
        let wide = size.dropFirst(4).prefix(4).reduce(0) { $0 << 8 | Int($1) } * across
        let high = size.suffix(4).reduce(0) { $0 << 8 | Int($1) } * down
        let sides = order.number(wide, 4) + order.number(high, 4)
        let (kind, codec) = isAVIF ? ("av01", "av1C") : ("hvc1", "hvcC")
        let properties =
            FileBytes.box("ispe", size) + FileBytes.box(codec, content(codec, of: file))
            + FileBytes.box("ispe", zeros(4) + sides)
        // The grid has the third one; the tile has the others.
        let associations: [UInt8] = zeros(4) + order.number(2, 4) + [0, 1, 1, 3, 0, 2, 2, 1, 0x82]
        let container = FileBytes.box("ipco", properties) + FileBytes.box("ipma", associations)
        let tiles = order.number(1, 2) + order.number(across * down, 2) + times(across * down, order.number(2, 2))
        let head: [UInt8] = [0, 1, UInt8(down - 1), UInt8(across - 1)]
        let layout = head + sides
        let others =
            FileBytes.box("iinf", zeros(4) + order.number(2, 2) + entry(1, "grid") + entry(2, kind))
            + FileBytes.box("iref", zeros(4) + FileBytes.box("dimg", tiles)) + FileBytes.box("iprp", container)
        let type = isAVIF ? avif : heic
        func tables(_ start: Int) -> [UInt8] {
            let both = [place(1, start, layout.count), place(2, start + layout.count, data.count)]
            return metadata(primary + places(both) + others)
        }
        let start = type.count + tables(0).count + 8
        return type + tables(start) + FileBytes.box("mdat", layout + data)
    }

    private static func entry(_ item: Int, _ kind: String) -> [UInt8] {
        let version: [UInt8] = [2, 0, 0, 0]
        return FileBytes.box("infe", version + FileBytes().number(item, 2) + zeros(2) + Array(kind.utf8) + zeros(1))
    }
}

extension [UInt8] {
    /// Where `part` begins first.
    fileprivate func firstIndex(of part: [UInt8]) -> Int? {
        indices.first { $0 + part.count <= count && self[$0..<($0 + part.count)].elementsEqual(part) }
    }
}

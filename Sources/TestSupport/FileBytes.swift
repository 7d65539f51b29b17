/// Writes the parts that image files are put together from.
package struct FileBytes: Sendable {
    package var isBigEndian: Bool

    package init(isBigEndian: Bool = true) { self.isBigEndian = isBigEndian }

    package func number(_ value: Int, _ count: Int) -> [UInt8] {
        let digits = (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        return isBigEndian ? digits.reversed() : digits
    }

    // MARK: Parts, in their format's own order

    package static func segment(_ marker: UInt8, _ body: [UInt8]) -> [UInt8] {
        [0xFF, marker] + FileBytes().number(body.count + 2, 2) + body
    }

    package static func chunk(_ name: String, _ content: [UInt8] = []) -> [UInt8] {
        let checked = Array(name.utf8) + content
        return FileBytes().number(content.count, 4) + checked + FileBytes().number(checksum(checked), 4)
    }

    /// The CRC of a chunk (PNG, annex D).
    private static func checksum(_ bytes: [UInt8]) -> Int {
        Int(~bytes.reduce(UInt32.max) { remainders[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ $0 >> 8 })
    }

    private static let remainders: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { sum, _ in sum & 1 == 1 ? 0xEDB8_8320 ^ sum >> 1 : sum >> 1 }
    }

    package static func png(_ chunks: [UInt8]) -> [UInt8] { [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunks }

    package static func riffChunk(_ name: String, _ content: [UInt8] = []) -> [UInt8] {
        Array(name.utf8) + FileBytes(isBigEndian: false).number(content.count, 4) + content
            + [UInt8](repeating: 0, count: content.count % 2)
    }

    package static func webp(_ chunks: [UInt8]) -> [UInt8] {
        Array("RIFF".utf8) + FileBytes(isBigEndian: false).number(chunks.count + 4, 4) + Array("WEBP".utf8) + chunks
    }

    package static func box(_ name: String, _ content: [UInt8]) -> [UInt8] {
        FileBytes().number(content.count + 8, 4) + Array(name.utf8) + content
    }

    package static let avifType = box("ftyp", Array("avif".utf8) + [0, 0, 0, 0] + Array("avif".utf8))

    // MARK: Directories

    /// A directory of a TIFF file, classic or BigTIFF; the values are numbers of four bytes, or of eight.
    package func directory(_ entries: [(tag: Int, value: Int)], next: Int = 0, isBig: Bool = false) -> [UInt8] {
        let (countBytes, offsetBytes, type) = isBig ? (8, 8, 16) : (2, 4, 4)
        return number(entries.count, countBytes)
            + entries.flatMap {
                number($0.tag, 2) + number(type, 2) + number(1, offsetBytes) + number($0.value, offsetBytes)
            } + number(next, offsetBytes)
    }

    package static func directoryBytes(_ entries: Int, isBig: Bool) -> Int {
        isBig ? 16 + 20 * entries : 6 + 12 * entries
    }

    package static func firstDirectory(isBig: Bool) -> Int { isBig ? 16 : 8 }

    /// A TIFF file's first bytes; the first directory stands behind them.
    package func tiffHead(isBig: Bool = false) -> [UInt8] {
        let order = [UInt8](repeating: UInt8(ascii: isBigEndian ? "M" : "I"), count: 2)
        return order
            + (isBig ? number(43, 2) + number(8, 2) + number(0, 2) + number(16, 8) : number(42, 2) + number(8, 4))
    }

    /// A block of EXIF whose first directory holds pointers to itself.
    package func exifLoop(pointers: Int) -> [UInt8] {
        let tags = [0x8769, 0x8825, 0xA005]
        return tiffHead() + directory((0..<pointers).map { (tags[$0 % 3], 8) }, next: 8)
    }
}

/// Writes a zlib stream bit by bit.
package struct DeflateWriter {
    package private(set) var bytes: [UInt8] = [0x78, 0xDA]
    private var held = 0
    private var heldCount = 0

    /// The lowest bit first.
    package mutating func add(_ value: Int, _ count: Int) {
        for bit in 0..<count {
            held |= (value >> bit & 1) << heldCount
            heldCount += 1
            if heldCount == 8 {
                bytes.append(UInt8(held))
                (held, heldCount) = (0, 0)
            }
        }
    }

    package mutating func endByte() { if heldCount > 0 { add(0, 8 - heldCount) } }

    package init() {}

    /// One zero, and then `runs` times 258 more, in fixed codes; without a checksum.
    package static func zeros(runs: Int) -> [UInt8] {
        var writer = DeflateWriter()
        writer.add(0b011, 3)
        // The codes' highest bit goes first: 00110000 for a zero, 11000101 for the longest run.
        writer.add(0b0000_1100, 8)
        for _ in 0..<runs {
            writer.add(0b1010_0011, 8)
            writer.add(0, 5)
        }
        writer.add(0, 7)
        writer.endByte()
        return writer.bytes
    }

    /// At least `count` zeros as a whole stream, checksum and all, in a thousandth of the bytes.
    package static func zeros(count: Int) -> [UInt8] {
        // Four runs of 258 fill a byte.
        let runs = (count / 258 / 4 + 1) * 4
        var writer = DeflateWriter()
        writer.add(0b101, 3)
        writer.add(29, 5)
        writer.add(0, 5)
        writer.add(14, 4)
        // Lengths of codes are written as 18 in one bit, and as 1 and 2 in two.
        for place in 0..<18 { writer.add([2: 1, 15: 2, 17: 2][place] ?? 0, 3) }
        // A zero has a code of two bits, and so has the end; the longest run has one of one bit, as its distance.
        let (two, one) = ((3, 2), (1, 2))
        for (value, bits) in [two, (0, 1), (127, 7), (0, 1), (106, 7), two, (0, 1), (17, 7), one, one] {
            writer.add(value, bits)
        }
        writer.add(1, 2)
        writer.add(runs: runs)
        writer.add(3, 2)
        writer.endByte()
        // The sum of nothing but zeros (RFC 1950, 9).
        let sum = ((1 + 258 * runs) % 65_521) << 16 | 1
        return writer.bytes + FileBytes().number(sum, 4)
    }

    /// Codes of two bits, both of them 0; a number of them that fills bytes.
    private mutating func add(runs: Int) {
        guard runs > 0 else { return }
        // The first byte holds what is not written yet; the bits behind it are as many zeros as it began with.
        bytes.append(UInt8(held))
        bytes += [UInt8](repeating: 0, count: runs / 4 - 1)
        held = 0
    }

    /// Blocks that hold nothing but the lengths of 316 codes each.
    package static func emptyBlocks(_ count: Int) -> [UInt8] {
        var writer = DeflateWriter()
        for _ in 0..<count {
            writer.add(0b100, 3)
            // 286 runs, 30 distances; codes of length 1 for the symbols 18 and 8.
            writer.add(29, 5)
            writer.add(29, 5)
            writer.add(1, 4)
            for length in [0, 0, 1, 0, 1] { writer.add(length, 3) }
            // 256 zeros, the length 8, 59 zeros.
            for (symbol, more) in [(1, 127), (1, 107), (0, 0), (1, 48)] {
                writer.add(symbol, 1)
                if symbol == 1 { writer.add(more, 7) }
            }
            // The end of the block: the one code, of eight bits.
            writer.add(0, 8)
        }
        writer.endByte()
        return writer.bytes
    }
}

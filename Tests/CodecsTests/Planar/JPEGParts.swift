import ImageModel

/// JPEG files put together by hand, for what no writer of ours makes.
enum JPEGParts {
    static let start: [UInt8] = [0xFF, 0xD8]
    static let end: [UInt8] = [0xFF, 0xD9]

    static func file(_ segments: [UInt8]...) -> [UInt8] { start + segments.joined() + end }

    static func segment(_ marker: UInt8, _ content: [UInt8]) -> [UInt8] {
        [0xFF, marker] + word(content.count + 2) + content
    }

    /// `marker` 0xC0 is a baseline picture, 0xC2 a progressive one; components are of one size and use the first tables.
    static func frame(_ marker: UInt8, _ size: PixelSize, components: Int = 1) -> [UInt8] {
        let described = (1...components).flatMap { (number) -> [UInt8] in [UInt8(number), 0x11, 0] }
        let head: [UInt8] = [8] + word(size.height) + word(size.width)
        return segment(marker, head + [UInt8(components)] + described)
    }

    /// A quantisation table with the same step everywhere.
    static func steps(_ step: UInt8) -> [UInt8] {
        segment(0xDB, [0] + [UInt8](repeating: step, count: 64))
    }

    /// A Huffman table whose only code is a single 0, which means `symbol`.
    static func table(forAC isAC: Bool, symbol: UInt8) -> [UInt8] {
        segment(0xC4, [isAC ? 0x10 : 0, 1] + [UInt8](repeating: 0, count: 15) + [symbol])
    }

    /// A scan; `tables` are the numbers of its Huffman tables, four bits each.
    static func scan(
        of components: [UInt8], tables: UInt8 = 0, coefficients: ClosedRange<UInt8> = 0...63, bits: UInt8 = 0,
        _ data: [UInt8]
    ) -> [UInt8] {
        let named = components.flatMap { [$0, tables] }
        let selected = [coefficients.lowerBound, coefficients.upperBound, bits]
        return segment(0xDA, [UInt8(components.count)] + named + selected) + data
    }

    /// Bytes of a scan from 0s and 1s: filled up with ones, a zero behind each 0xFF (ITU-T T.81, F.1.2.3).
    static func data(_ bits: [UInt8]) -> [UInt8] {
        stride(from: 0, to: bits.count, by: 8).flatMap { (start) -> [UInt8] in
            let byte = (0..<8).reduce(UInt8(0)) { $0 << 1 | (start + $1 < bits.count ? bits[start + $1] : 1) }
            return byte == 0xFF ? [0xFF, 0] : [byte]
        }
    }

    /// The tables of a file with one scan, and that scan's bytes.
    static func parts(of file: [UInt8]) -> (tables: [UInt8], data: [UInt8]) {
        var (tables, place): ([UInt8], Int) = ([], 2)
        while true {
            let (marker, length) = (file[place + 1], Int(file[place + 2]) << 8 | Int(file[place + 3]))
            let next = place + 2 + length
            if marker == 0xDB || marker == 0xC4 { tables += file[place..<next] }
            if marker == 0xDA { return (tables, Array(file[next..<file.count - 2])) }
            place = next
        }
    }

    private static func word(_ value: Int) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 0xFF)] }
}

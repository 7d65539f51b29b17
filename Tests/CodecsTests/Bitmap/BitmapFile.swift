/// BMP files made byte by byte.
struct BitmapFile {
    var width: Int
    var height: Int
    var bitsPerPixel: Int
    var compression = 0
    var palette: [[UInt8]] = []
    /// Bit masks behind a header of 40 bytes.
    var masks: [UInt32] = []
    /// The pixels as they are stored.
    var body: [UInt8] = []
    var headerBytes = 40

    static func word(_ value: Int) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8 & 0xFF)] }

    static func long(_ value: Int) -> [UInt8] { word(value & 0xFFFF) + word(value >> 16 & 0xFFFF) }

    /// The file: palette entries are red, green, blue.
    var bytes: [UInt8] {
        let isCore = headerBytes == 12
        var header = Self.long(headerBytes)
        if isCore {
            header += Self.word(width) + Self.word(height) + Self.word(1) + Self.word(bitsPerPixel)
        } else {
            header += Self.long(width) + Self.long(height) + Self.word(1) + Self.word(bitsPerPixel)
            header += Self.long(compression) + Self.long(body.count) + Self.long(2835) + Self.long(2835)
            header += Self.long(palette.count) + Self.long(0)
            header += masks.flatMap { Self.long(Int($0)) }
            if headerBytes > 40 {
                header += [UInt8](repeating: 0, count: max(0, headerBytes - header.count))
            }
        }
        let padding: [UInt8] = isCore ? [] : [0]
        let colours = palette.flatMap { colour -> [UInt8] in colour.reversed() + padding }
        let offset = 14 + header.count + colours.count
        let start = Array("BM".utf8) + Self.long(offset + body.count) + Self.long(0) + Self.long(offset)
        return start + header + colours + body
    }
}

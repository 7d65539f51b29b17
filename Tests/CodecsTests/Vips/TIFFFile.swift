import ImageModel

/// An uncompressed grey TIFF file whose directory stands in front (TIFF 6.0, section 2).
enum TIFFFile {
    /// Strips have `rows` rows each; all numbers are little-endian.
    static func grey(_ pixels: [UInt8], size: PixelSize, rowsOfStrip rows: Int) -> [UInt8] {
        let strips = (size.height + rows - 1) / rows
        let entries = 9
        let lists = 8 + 2 + 12 * entries + 4
        let data = lists + 8 * strips
        let counts = (0..<strips).map { min(rows, size.height - $0 * rows) * size.width }
        let offsets = (0..<strips).map { data + $0 * rows * size.width }
        func list(_ tag: Int, _ place: Int) -> [UInt8] {
            entry(tag, 4, strips, strips == 1 ? (tag == 273 ? offsets[0] : counts[0]) : place)
        }
        let directory =
            entry(256, 3, 1, size.width) + entry(257, 3, 1, size.height) + entry(258, 3, 1, 8) + entry(259, 3, 1, 1)
            + entry(262, 3, 1, 1) + list(273, lists) + entry(277, 3, 1, 1) + entry(278, 3, 1, rows)
            + list(279, lists + 4 * strips)
        return Array("II".utf8) + word(42) + long(8) + word(entries) + directory + long(0)
            + (offsets + counts).flatMap(long) + pixels
    }

    private static func word(_ value: Int) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8)] }

    private static func long(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(value >> (8 * $0) & 0xFF) } }

    private static func entry(_ tag: Int, _ type: Int, _ count: Int, _ value: Int) -> [UInt8] {
        word(tag) + word(type) + long(count) + long(value)
    }
}

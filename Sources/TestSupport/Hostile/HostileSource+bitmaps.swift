// BMP and ICO: our own readers, and directories that say much.

extension HostileSource {
    static let bitmaps: [HostileSource] = [
        HostileSource("BMP, 100 megapixels of runs") {
            bitmap(width: 10_000, height: 10_000, bits: 8, runs: times(400_000, [0xFF, 0]))
        },
        HostileSource("BMP, 100 megapixels of no runs") {
            bitmap(width: 10_000, height: 10_000, bits: 8, runs: [0, 1])
        },
        HostileSource("BMP of 100,000,000 rows") {
            bitmap(width: 1, height: 100_000_000, bits: 8, runs: times(1_000_000, [0, 0]))
        },
        HostileSource("BMP of runs that jump") {
            bitmap(width: 10_000, height: 10_000, bits: 8, runs: times(500_000, [0, 2, 0, 0]))
        },
        HostileSource("ICO of 65,535 entries, all of them one picture") {
            icon(count: 65_535, large(1000, 1000)) { _, start, length in (start, length) }
        },
        HostileSource("ICO of 65,535 entries that overlap") {
            icon(count: 65_535, large(1000, 1000)) { index, start, length in (start, max(length - index % 1000, 0)) }
        },
        HostileSource("ICO of 65,535 entries without pictures") { [0, 0, 1, 0, 0xFF, 0xFF] + zeros(16 * 65_535) },
        HostileSource("ICO with a PNG of 100 megapixels") {
            icon(count: 1, large(10_000, 10_000)) { _, start, length in (start, length) }
        },
    ]

    private static let order = FileBytes(isBigEndian: false)

    private static func bitmap(width: Int, height: Int, bits: Int, runs: [UInt8]) -> [UInt8] {
        let colours = times(256, [0, 0, 255, 0])
        let start = 54 + colours.count
        let head =
            order.number(40, 4) + order.number(width, 4) + order.number(height, 4) + order.number(1, 2)
            + order.number(bits, 2) + order.number(1, 4) + order.number(runs.count, 4) + zeros(8)
            + order.number(256, 4) + zeros(4)
        return Array("BM".utf8) + order.number(start + runs.count, 4) + zeros(4) + order.number(start, 4) + head
            + colours + runs
    }

    private static func icon(
        count: Int, _ picture: [UInt8], _ place: (_ index: Int, _ start: Int, _ length: Int) -> (Int, Int)
    ) -> [UInt8] {
        let start = 6 + 16 * count
        let entries = (0..<count).flatMap { index in
            let (start, length) = place(index, start, picture.count)
            return [0, 0, 0, 0, 1, 0, 32, 0] + order.number(length, 4) + order.number(start, 4)
        }
        return [0, 0, 1, 0] + order.number(count, 2) + entries + picture
    }
}

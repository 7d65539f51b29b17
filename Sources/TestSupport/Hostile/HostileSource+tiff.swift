// TIFF: directories that lead back, and strips and tiles without number (TIFF 6.0, BigTIFF).

extension HostileSource {
    static let tiffs: [HostileSource] =
        [(true, false), (false, false), (true, true), (false, true)].flatMap { isBigEndian, isBig -> [HostileSource] in
            let order = FileBytes(isBigEndian: isBigEndian)
            let name = "\(isBig ? "BigTIFF" : "TIFF"), \(isBigEndian ? "big" : "little")-endian"
            let first = FileBytes.firstDirectory(isBig: isBig)
            return [
                HostileSource("\(name), whose directory leads back to itself") {
                    order.tiffHead(isBig: isBig) + order.directory(picture, next: first, isBig: isBig)
                },
                HostileSource("\(name), subdirectories of subdirectories") { subdirectories(order, isBig: isBig) },
                HostileSource("\(name), 100,000 pages that are one") {
                    pages(order, isBig: isBig, count: 100_000)
                },
            ]
        }
        + [
            HostileSource("TIFF of 9999 pages") { pages(FileBytes(isBigEndian: false), isBig: false, count: 9999) },
            HostileSource("TIFF of 390,000 tiles in one place") {
                tiff(width: 10_000, height: 10_000, parts: .tiles(side: 16))
            },
            HostileSource("TIFF of 100,000 strips in one place") {
                tiff(width: 1000, height: 100_000, parts: .strips(rows: 1))
            },
            HostileSource("TIFF of a tile of 65,536 × 65,536") {
                tiff(width: 1000, height: 1000, parts: .tiles(side: 65_536))
            },
            HostileSource("TIFF, 100 megapixels") { tiff(width: 10_000, height: 10_000, parts: .strips(rows: 100)) },
            HostileSource("TIFF, 100 megapixels in one strip") {
                tiff(width: 10_000, height: 10_000, parts: .strips(rows: 10_000))
            },
            HostileSource("TIFF whose tables say that they have 2^31 strips") {
                let order = FileBytes(isBigEndian: false)
                let strips = (tag: 273, type: 4, count: 1 << 31, value: 8)
                return order.tiffHead() + entries(order, [(256, 4, 1, 100), (257, 4, 1, 100), strips])
            },
        ]

    private static let picture = [(256, 10), (257, 10), (258, 8), (259, 1), (262, 1), (273, 8), (278, 10), (279, 100)]

    /// A directory of pointers to a second one, which holds pointers to a third, which holds pointers to the first.
    private static func subdirectories(_ order: FileBytes, isBig: Bool) -> [UInt8] {
        let first = FileBytes.firstDirectory(isBig: isBig)
        let bytes = FileBytes.directoryBytes(picture.count + 3000, isBig: isBig)
        return order.tiffHead(isBig: isBig)
            + [(34_665, first + bytes), (34_853, first + 2 * bytes), (330, first)].flatMap { tag, place in
                order.directory(picture + (0..<3000).map { _ in (tag, place) }, isBig: isBig)
            }
    }

    private static func pages(_ order: FileBytes, isBig: Bool, count: Int) -> [UInt8] {
        let first = FileBytes.firstDirectory(isBig: isBig)
        let bytes = FileBytes.directoryBytes(picture.count, isBig: isBig)
        return order.tiffHead(isBig: isBig)
            + (1...count).flatMap {
                order.directory(picture, next: $0 == count ? 0 : first + $0 * bytes, isBig: isBig)
            }
    }

    private static func entries(
        _ order: FileBytes, _ entries: [(tag: Int, type: Int, count: Int, value: Int)]
    ) -> [UInt8] {
        order.number(entries.count, 2)
            + entries.flatMap {
                order.number($0.tag, 2) + order.number($0.type, 2) + order.number($0.count, 4)
                    + order.number($0.value, 4)
            } + order.number(0, 4)
    }

    private enum Parts {
        case strips(rows: Int)
        case tiles(side: Int)
    }

    /// A picture of three samples, all of whose parts lie in one place.
    private static func tiff(width: Int, height: Int, parts: Parts) -> [UInt8] {
        let order = FileBytes(isBigEndian: false)
        let (count, bytes, sizes): (Int, Int, [(Int, Int)]) =
            switch parts {
            case .strips(let rows): ((height + rows - 1) / rows, rows * width * 3, [(278, rows)])
            case .tiles(let side):
                (
                    ((width + side - 1) / side) * ((height + side - 1) / side), min(side * side * 3, 1 << 20),
                    [(322, side), (323, side)]
                )
            }
        let coded = DeflateWriter.zeros(count: bytes)
        let start = 8 + 6 + 12 * (9 + sizes.count)
        let isTiled = sizes.count == 2
        // One number lies in the entry itself.
        let end = start + coded.count
        let (places, lengths) = count == 1 ? (start, coded.count) : (end, end + 4 * count)
        let all: [(tag: Int, type: Int, count: Int, value: Int)] =
            [(256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, 8), (262, 3, 1, 2), (277, 3, 1, 3)]
            + sizes.map { ($0.0, 4, 1, $0.1) }
            + [(isTiled ? 324 : 273, 4, count, places), (isTiled ? 325 : 279, 4, count, lengths), (284, 3, 1, 1)]
        return order.tiffHead() + entries(order, all.sorted { $0.tag < $1.tag }) + coded
            + times(count, order.number(start, 4)) + times(count, order.number(coded.count, 4))
    }
}

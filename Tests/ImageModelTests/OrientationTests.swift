import TestSupport
import Testing

@testable import ImageModel

@Suite struct OrientationTests {
    /// Six different pixels: 3 × 2, numbered row by row.
    private static let stored = PixelBuffer(width: 3, height: 2, bands: 1, bytes: [1, 2, 3, 4, 5, 6])

    /// What viewers show, by the tag's definition; worked out by hand.
    private static let shown: [(tag: Int, width: Int, bytes: [UInt8])] = [
        (1, 3, [1, 2, 3, 4, 5, 6]), (2, 3, [3, 2, 1, 6, 5, 4]), (3, 3, [6, 5, 4, 3, 2, 1]),
        (4, 3, [4, 5, 6, 1, 2, 3]), (5, 2, [1, 4, 2, 5, 3, 6]), (6, 2, [4, 1, 5, 2, 6, 3]),
        (7, 2, [6, 3, 5, 2, 4, 1]), (8, 2, [3, 6, 2, 5, 1, 4]),
    ]

    private static func quarterTurn(_ picture: PixelBuffer) -> PixelBuffer {
        picture.rearranged(width: picture.height, height: picture.width) { ($1, picture.height - 1 - $0) }
    }

    @Test("Mirroring and rotating by each value's steps shows what the tag means", arguments: shown)
    func steps(tag: Int, width: Int, bytes: [UInt8]) {
        let orientation = Orientation(exif: tag)
        var picture = orientation.mirrorsFirst ? Self.stored.mirrored : Self.stored
        for _ in 0..<orientation.quarterTurns { picture = Self.quarterTurn(picture) }
        #expect(picture.bytes == bytes)
        #expect(picture.width == width)
        #expect(Self.stored.upright(from: tag) == picture)
        #expect(orientation.applied(to: PixelSize(width: 3, height: 2)).width == width)
    }

    @Test("Values outside 1…8 mean upright", arguments: [Int.min, -1, 0, 9, 274, Int.max])
    func unknownValues(tag: Int) {
        #expect(Orientation(exif: tag) == .upright)
    }

    @Test("Each tag is its own value", arguments: 1...8)
    func tags(tag: Int) {
        #expect(Orientation(exif: tag).rawValue == tag)
    }
}

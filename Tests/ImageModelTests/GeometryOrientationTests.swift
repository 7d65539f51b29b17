import Testing

@testable import ImageModel

@Suite struct GeometryOrientationTests {
    /// Rows of a picture, with a different number for every pixel.
    private static let picture = [[0, 1, 2], [3, 4, 5]]

    private static func shown(_ picture: [[Int]], _ orientation: Orientation) -> [[Int]] {
        var rows = picture
        if orientation.mirrorsFirst { rows = rows.map { $0.reversed() } }
        for _ in 0..<orientation.quarterTurns {
            rows = rows[0].indices.map { column in rows.reversed().map { $0[column] } }
        }
        return rows
    }

    @Test("Mirroring and rotations identify each orientation", arguments: Orientation.allCases)
    func naming(orientation: Orientation) {
        let (mirrors, turns) = (orientation.mirrorsFirst, orientation.quarterTurns)
        #expect(Orientation(mirrorsFirst: mirrors, quarterTurns: turns) == orientation)
        #expect(Orientation(mirrorsFirst: mirrors, quarterTurns: turns - 8) == orientation)
    }

    @Test("Two orientations in sequence equal their combination", arguments: Orientation.allCases, Orientation.allCases)
    func composition(first: Orientation, second: Orientation) {
        let both = Self.shown(Self.shown(Self.picture, first), second)
        #expect(Self.shown(Self.picture, first.followed(by: second)) == both)
    }

    @Test("The inverse restores the stored pixels", arguments: Orientation.allCases)
    func inverse(orientation: Orientation) {
        #expect(Self.shown(Self.shown(Self.picture, orientation), orientation.inverse) == Self.picture)
    }

    @Test("A rectangle goes where its pixels go", arguments: Orientation.allCases)
    func rectangles(orientation: Orientation) {
        let rect = PixelRect(left: 1, top: 0, size: PixelSize(width: 2, height: 1))
        let moved = orientation.applied(to: rect, in: PixelSize(width: 3, height: 2))
        let rows = Self.shown(Self.picture, orientation)
        let pixels = rows[moved.top..<moved.top + moved.size.height]
            .flatMap { $0[moved.left..<moved.left + moved.size.width] }
        #expect(pixels.sorted() == [1, 2])
        let back = orientation.inverse.applied(to: moved, in: orientation.applied(to: PixelSize(width: 3, height: 2)))
        #expect(back == rect)
    }

    @Test("A rendition rotates after the source's orientation and flips last")
    func rendition() {
        var rendition = Rendition()
        #expect(rendition.orientation(ofStored: .turned90) == .turned90)
        (rendition.quarterTurns, rendition.flipsVertically) = (1, true)
        let steps = Self.shown(Self.shown(Self.shown(Self.picture, .transposed), .turned90), .flipped)
        #expect(Self.shown(Self.picture, rendition.orientation(ofStored: .transposed)) == steps)
        rendition.autoRotates = false
        #expect(rendition.orientation(ofStored: .transposed) == rendition.orientation(ofStored: .upright))
    }
}

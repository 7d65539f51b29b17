import Testing

@testable import ImageModel

@Suite struct GeometryPositionTests {
    private static let inner = PixelSize(width: 30, height: 20)
    private static let outer = PixelSize(width: 100, height: 81)

    @Test(
        "Each anchor with offsets of 5 right or inwards and 4 down or inwards",
        arguments: [
            (.centre, 41, 35), (.north, 41, 4), (.south, 41, 57), (.east, 65, 35), (.west, 5, 35),
            (.northEast, 65, 4), (.northWest, 5, 4), (.southEast, 65, 57), (.southWest, 5, 57), (.smart, 36, 31),
            (.focus(x: 0.5, y: 0.25), 35, 10), (.focus(x: 0, y: 1), 0, 61),
        ] as [(Gravity.Anchor, Int, Int)])
    func anchors(anchor: Gravity.Anchor, left: Int, top: Int) {
        let rect = Gravity(anchor, offsetX: 5, offsetY: 4).rect(of: Self.inner, in: Self.outer, dpr: 1)
        #expect(rect == PixelRect(left: left, top: top, size: Self.inner))
    }

    @Test("A watermark may hang over until only one pixel is visible, and may be larger than the picture")
    func overhanging() {
        let far = Gravity(.northWest, offsetX: -500, offsetY: 500)
        let rect = far.overhangingRect(of: Self.inner, in: Self.outer, dpr: 1)
        #expect(rect == PixelRect(left: -29, top: 80, size: Self.inner))
        let large = PixelSize(width: 200, height: 161)
        #expect(Gravity.centre.overhangingRect(of: large, in: Self.outer, dpr: 1).left == -50)
        #expect(Gravity(.southEast).overhangingRect(of: large, in: Self.outer, dpr: 1).top == -80)
    }

    @Test("A gravity converted to before an orientation marks the same pixels", arguments: Orientation.allCases)
    func before(orientation: Orientation) {
        let anchors: [Gravity.Anchor] = [
            .north, .south, .east, .west, .northEast, .northWest, .southEast, .southWest, .focus(x: 0.25, y: 0.625),
        ]
        // Rounding a middle or a point favours one end; after a rotation, that is a pixel at most.
        let (stored, part) = (PixelSize(width: 101, height: 64), PixelSize(width: 16, height: 8))
        for anchor in anchors {
            let gravity = Gravity(anchor, offsetX: 7, offsetY: 0.125)
            let shown = PlaneGravity(gravity).rect(
                of: orientation.applied(to: part), in: orientation.applied(to: stored), dpr: 1)
            let before = PlaneGravity(gravity).before(orientation).rect(of: part, in: stored, dpr: 1)
            let after = orientation.applied(to: before, in: stored)
            #expect(abs(after.left - shown.left) <= 1 && abs(after.top - shown.top) <= 1, "\(anchor)")
        }
    }

    @Test("Rotations and flips that a rendition requests are undone in reverse order")
    func beforeTurns() {
        var rendition = Rendition()
        (rendition.quarterTurns, rendition.flipsHorizontally) = (1, true)
        // Displayed on the left at the top; before the flip on the right, before the rotation at the top on the left.
        let plane = PlaneGravity(Gravity(.northWest, offsetX: 3, offsetY: 9)).beforeTurns(of: rendition)
        #expect(plane == PlaneGravity(Gravity(.northWest, offsetX: 9, offsetY: 3)))
    }
}

import Testing

@testable import ImageModel

@Suite struct GeometryAxisTests {
    @Test(
        "The middle is half of the free length plus one, with halves rounded to even",
        arguments: [(10, 10, 0), (9, 10, 1), (8, 10, 2), (7, 10, 2), (6, 10, 2), (5, 10, 3), (50, 101, 26)])
    func middle(inner: Int, outer: Int, position: Int) {
        #expect(AxisGravity.middle(0).position(of: inner, in: outer, dpr: 1) == position)
    }

    @Test(
        "Offsets of 1 or more are pixels times dpr, smaller ones are shares; both round halves to even",
        arguments: [
            (1, 1, 1), (1, 2.5, 2), (1.5, 1, 2), (2.5, 1, 2), (7, 0.5, 4), (0.5, 3, 50), (0.125, 1, 12), (0.999, 9, 60),
        ] as [(Double, Double, Int)])
    func offsets(offset: Double, dpr: Double, position: Int) {
        #expect(AxisGravity.start(offset).position(of: 40, in: 100, dpr: dpr) == position)
        #expect(AxisGravity.end(offset).position(of: 40, in: 100, dpr: dpr) == 60 - position)
    }

    @Test(
        "A position past an edge is moved to the edge",
        arguments: [AxisGravity.start(-5), .middle(-500), .end(61), .focus(0)])
    func clamped(gravity: AxisGravity) {
        #expect(gravity.position(of: 40, in: 100, dpr: 1) == 0)
        #expect(gravity.mirrored.position(of: 40, in: 100, dpr: 1) == 60)
    }

    @Test("Mirroring twice changes nothing", arguments: [AxisGravity.start(5), .middle(-0.5), .end(2), .focus(0.25)])
    func mirroredTwice(gravity: AxisGravity) {
        #expect(gravity.mirrored.mirrored == gravity)
        #expect(gravity.mirrored != gravity)
    }
}

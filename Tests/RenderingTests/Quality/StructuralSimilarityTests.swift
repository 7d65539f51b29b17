import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct StructuralSimilarityTests {
    private func plane(_ width: Int, _ height: Int, _ sample: (Int, Int) -> Double) -> Plane {
        var plane = Plane(width: width, height: height)
        for y in 0..<height { for x in 0..<width { plane.samples[y * width + x] = Float(sample(x, y)) } }
        return plane
    }

    @Test func isOneForEqualPlanes() {
        let one = plane(20, 20) { Double(($0 * 31 + $1 * 17) % 256) }
        #expect(abs(StructuralSimilarity.mean(one, one) - 1) < 1e-6)
    }

    /// 0.95229709749648 was computed with NumPy in doubles, the window by a convolution in two dimensions.
    @Test func agreesWithAnotherImplementation() {
        let one = plane(32, 24) { Double(($0 * 37 + $1 * 91) % 256) }
        let other = plane(32, 24) { x, y in
            min(Double((x * 37 + y * 91) % 256) * 0.8 + Double((x * x + 3 * y) % 50), 255)
        }
        #expect(abs(StructuralSimilarity.mean(one, other) - 0.95229709749648) < 1e-4)
    }

    /// Without structure, only the means are compared: (2ab + C1) / (a² + b² + C1).
    @Test(arguments: [(0.0, 255.0), (100, 110), (128, 128)])
    func comparesTheMeansOfFlatPlanes(one: Double, other: Double) {
        let similarity = StructuralSimilarity.mean(plane(15, 15) { _, _ in one }, plane(15, 15) { _, _ in other })
        let expected = (2 * one * other + 6.5025) / (one * one + other * other + 6.5025)
        #expect(abs(similarity - expected) < 1e-3)
    }

    @Test(arguments: [(1, 1), (3, 40), (11, 11)])
    func worksOnPlanesSmallerThanTheWindow(size: (Int, Int)) {
        let one = plane(size.0, size.1) { Double($0 * 9 + $1) }
        #expect(abs(StructuralSimilarity.mean(one, one) - 1) < 1e-5)
    }
}

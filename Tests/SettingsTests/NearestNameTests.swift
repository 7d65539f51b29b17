import Testing

@testable import Settings

@Suite struct NearestNameTests {
    @Test("The distance counts changed letters", arguments: [("kitten", "sitting", 3), ("", "abc", 3), ("a", "a", 0)])
    func distances(left: String, right: String, expected: Int) {
        #expect(NearestName.distance(Array(left.utf8), Array(right.utf8)) == expected)
    }

    @Test("The nearest name is suggested, a distant one is not")
    func nearest() {
        #expect(NearestName(to: "--bnid", among: ["--root", "--bind"]).name == "--bind")
        #expect(NearestName(to: "--memory", among: ["--root", "--bind"]).name == nil)
        #expect(NearestName(to: "--x", among: []).name == nil)
    }
}

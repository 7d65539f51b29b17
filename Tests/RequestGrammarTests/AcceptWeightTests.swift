import Testing

@testable import RequestGrammar

@Suite struct AcceptWeightTests {
    @Test(arguments: [
        ("0", 0), ("0.", 0), ("0.0", 0), ("0.5", 500), ("0.08", 80), ("0.007", 7), ("0.999", 999), ("1", 1000),
        ("1.", 1000), ("1.000", 1000),
    ])
    func decimalsFromZeroToOneAreRead(text: String, weight: Int) {
        #expect(AcceptWeight.thousandths(text) == weight)
    }

    @Test(arguments: ["", ".5", "2", "1.001", "0.1234", "0,5", "00.5", "-0", "0.5 ", "0.x", "x", "0.٥"])
    func otherTextsAreNone(text: String) {
        #expect(AcceptWeight.thousandths(text) == nil)
    }
}

import Testing

@testable import RequestGrammar

@Suite struct NumberRangeTests {
    @Test("The ends belong to a range, except for an excluded zero")
    func ends() {
        #expect(NumberRange.share.contains(0) && NumberRange.share.contains(1))
        #expect(!NumberRange.share.contains(1.000_001) && !NumberRange.share.contains(-0.000_001))
        #expect(!NumberRange.aboveZero.contains(0) && NumberRange.aboveZero.contains(.leastNonzeroMagnitude))
        #expect(NumberRange.any.contains(-2_147_483_647) && !NumberRange.any.contains(-2_147_483_648))
    }

    @Test("Non-finite numbers are in no range", arguments: [Double.nan, .infinity, -.infinity])
    func infinite(number: Double) {
        #expect(!NumberRange.any.contains(number))
    }

    @Test(
        "A number's text is short and parses back to the same number",
        arguments: [
            (1.0, "1"), (0.25, "0.25"), (-3, "-3"), (-0.0, "0"), (1e-7, "1e-07"), (2_147_483_647, "2147483647"),
            (0.1, "0.1"),
        ])
    func texts(number: Double, text: String) {
        #expect("\(NumberText(number))" == text)
        #expect(ArgumentText.number(text) == number)
    }
}

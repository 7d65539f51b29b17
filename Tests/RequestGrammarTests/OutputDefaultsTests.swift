import ImageModel
import Testing

@testable import RequestGrammar

@Suite struct OutputDefaultsTests {
    @Test("Defaults fill in what a rendition does not specify, and nothing else")
    func applying() {
        let defaults = OutputDefaults(format: .jpeg, quality: 80)
        #expect(Rendition(width: 1).applying(defaults) == Rendition(width: 1, format: .jpeg, quality: 80))
        let named = Rendition(width: 1, format: .webp, quality: 5)
        #expect(named.applying(defaults) == named)
        #expect(named.applying(OutputDefaults()) == named)
    }
}

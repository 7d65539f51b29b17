import ImageService
import Rendering
import Testing

@testable import HTTPAPI

@Suite struct DebugHeadersTests {
    @Test("times are in milliseconds to a tenth, and bytes are whole")
    func texts() {
        var facts = RequestFacts()
        facts.fetch = .microseconds(12_340)
        facts.rendering.decodeTime = .milliseconds(3)
        facts.bytesOut = 5
        facts.peakReservedBytes = 70
        facts.allocatedBytes = 900
        #expect(
            DebugHeaders.timing(facts, total: .milliseconds(20))
                == "fetch;dur=12.3, queue;dur=0.0, decode;dur=3.0, resize;dur=0.0, encode;dur=0.0, total;dur=20.0")
        #expect(DebugHeaders.memory(facts) == "reserved=5, peak=70, allocated=900")
    }
}

import ImageService
import Rendering
import Testing

@testable import HTTPAPI

@Suite struct DebugHeadersTests {
    @Test("times are in milliseconds to a tenth, and bytes are whole")
    func texts() {
        var trace = RenderTrace()
        trace.fetch = .microseconds(12_340)
        trace.rendering.decodeTime = .milliseconds(3)
        trace.bytesOut = 5
        trace.peakReservedBytes = 70
        trace.allocatedBytes = 900
        #expect(
            DebugHeaders.timing(trace, total: .milliseconds(20))
                == "fetch;dur=12.3, queue;dur=0.0, decode;dur=3.0, resize;dur=0.0, encode;dur=0.0, total;dur=20.0")
        #expect(DebugHeaders.memory(trace) == "reserved=5, peak=70, allocated=900")
    }
}

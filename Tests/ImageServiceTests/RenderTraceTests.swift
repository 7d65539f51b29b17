import Rendering
import Testing

@testable import ImageService

@Suite struct RenderTraceTests {
    @Test("traces of several sources add up, and the peak is the largest")
    func addition() {
        var sum = RenderTrace()
        for peak in [30, 50, 10] {
            var trace = RenderTrace()
            trace.fetch = .seconds(1)
            trace.queue = .seconds(2)
            trace.write = .seconds(3)
            (trace.sources, trace.downloads, trace.renditions, trace.failures) = (1, 1, 5, 1)
            trace.damaged = 1
            (trace.bytesIn, trace.bytesOut, trace.peakReservedBytes) = (100, 10, peak)
            trace.rendering.decodes = 1
            trace.rendering.decodedPixels = 24
            sum.add(trace)
        }
        #expect(sum.fetch == .seconds(3))
        #expect(sum.queue == .seconds(6))
        #expect(sum.write == .seconds(9))
        #expect([sum.sources, sum.downloads, sum.renditions, sum.failures] == [3, 3, 15, 3])
        #expect(sum.damaged == 3)
        #expect([sum.bytesIn, sum.bytesOut, sum.peakReservedBytes] == [300, 30, 50])
        #expect(sum.rendering.decodes == 3)
        #expect(sum.rendering.decodedPixels == 72)
    }
}

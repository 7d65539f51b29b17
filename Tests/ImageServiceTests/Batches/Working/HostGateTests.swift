import Foundation
import Jobs
import Testing

@testable import ImageService

@Suite struct HostGateTests {
    private let start = ContinuousClock.now

    @Test("a host takes so many fetches at once, and others are not its affair")
    func limit() {
        var gate = HostGate(limit: 2, rate: nil)
        gate.begin("a", at: start)
        #expect(gate.isOpen("a", at: start))
        gate.begin("a", at: start)
        #expect(!gate.isOpen("a", at: start))
        #expect(gate.isOpen("b", at: start))
        #expect(gate.isOpen(nil, at: start))
        gate.end("a", at: start)
        #expect(gate.isOpen("a", at: start))
    }

    @Test("fetches follow each other at the rate")
    func rate() {
        var gate = HostGate(limit: 9, rate: 4)
        gate.begin("a", at: start)
        #expect(!gate.isOpen("a", at: start + .milliseconds(249)))
        #expect(gate.isOpen("a", at: start + .milliseconds(250)))
        gate.end("a", at: start)
        #expect(!gate.isOpen("a", at: start + .milliseconds(249)))
        #expect(gate.opening(of: "a", after: start) == start + .milliseconds(250))
        #expect(gate.opening(of: "b", after: start) == nil)
    }

    @Test("a host that asks for time is left alone for the longest that it asked for")
    func closed() {
        var gate = HostGate(limit: 9, rate: nil)
        gate.close("a", until: start + .seconds(5))
        gate.close("a", until: start + .seconds(3))
        #expect(!gate.isOpen("a", at: start + .seconds(4)))
        #expect(gate.isOpen("a", at: start + .seconds(5)))
    }

    @Test(
        "the host is read from a source's text; files have none",
        arguments: [
            ("https://user@A.example:81/x@y", "a.example:81"), ("http://[::1]/", "[::1]"), ("/a/b.jpg", nil),
            ("local:///a.jpg", nil),
        ] as [(String, String?)])
    func host(_ source: String, _ host: String?) {
        let item = ClaimedItem(
            item: BatchItem(id: ItemID(1), batch: BatchID(), source: source, line: 1),
            lease: ItemLease(item: ItemID(1), token: 1), expires: .distantFuture)
        #expect(item.host == host)
    }
}

import NIOCore
import Testing

@testable import HTTPAPI

@Suite struct BodyPaceTests {
    private static let start = NIODeadline.uptimeNanoseconds(1)

    /// Whether a body is found too slow that comes in parts of so many bytes, each after so many seconds of waiting.
    private static func isTooSlow(bytes: Int, seconds: Int64, parts: Int) -> Bool {
        var pace = BodyPace(minimumRate: 100, span: .seconds(10))
        var now = start
        for _ in 0..<parts {
            pace.ask(at: now)
            now = now + .seconds(seconds)
            if pace.take(bytes: bytes, at: now) { return true }
        }
        return false
    }

    @Test("a body that drips is too slow, however short its pauses")
    func drips() {
        #expect(Self.isTooSlow(bytes: 1, seconds: 1, parts: 20))
        #expect(Self.isTooSlow(bytes: 499, seconds: 5, parts: 20))
    }

    @Test("a body at the rate is let through, and so is one that has only begun")
    func steady() {
        #expect(!Self.isTooSlow(bytes: 100, seconds: 1, parts: 50))
        #expect(!Self.isTooSlow(bytes: 1, seconds: 1, parts: 9))
    }

    @Test("time in which nobody waits does not count")
    func notAsked() {
        var pace = BodyPace(minimumRate: 100, span: .seconds(10))
        for hour in 1...50 {
            let isTooSlow = pace.take(bytes: 1, at: Self.start + .hours(Int64(hour)))
            #expect(!isTooSlow)
        }
    }
}

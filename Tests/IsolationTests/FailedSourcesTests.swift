import Rendering
import TestSupport
import Testing

@testable import Isolation

@Suite(.computing) struct FailedSourcesTests {
    private static let error = RenderError(.overLimit, "Too long.")
    private static let start = ContinuousClock.now
    private static func source(_ number: Int) -> SourceFingerprint {
        SourceFingerprint(of: withUnsafeBytes(of: number) { Array($0) })
    }

    @Test("a source is refused for the given time, with the original error")
    func lifetime() throws {
        var failed = FailedSources(lifetime: .seconds(300))
        failed.add(Self.source(1), Self.error, effort: 0, now: Self.start)
        let refusal = try #require(failed.refusal(of: Self.source(1), effort: 0, now: Self.start + .seconds(100)))
        #expect(refusal.code == .overLimit)
        #expect(refusal.message == "Too long. That was 100 s ago; it will be tried again in 200 s.")
        #expect(failed.refusal(of: Self.source(1), effort: 0, now: Self.start + .seconds(300)) == nil)
        #expect(failed.refusal(of: Self.source(2), effort: 0, now: Self.start) == nil)
    }

    @Test(
        "a source that failed for a large rendition is tried for a small one, but never without a header",
        arguments: [
            (1000, 1000, true), (1000, 500, true), (1000, 499, false), (1000, 0, false), (0, 0, true), (0, 9, true),
        ] as [(Double, Double, Bool)])
    func effort(failedAt: Double, asked: Double, isRefused: Bool) {
        var failed = FailedSources(lifetime: .seconds(300))
        failed.add(Self.source(1), Self.error, effort: failedAt, now: Self.start)
        #expect((failed.refusal(of: Self.source(1), effort: asked, now: Self.start) != nil) == isRefused)
    }

    @Test("if there are too many, the oldest are forgotten")
    func bounded() {
        var failed = FailedSources(lifetime: .seconds(300))
        for number in 0..<(FailedSources.maximumCount + 10) {
            failed.add(Self.source(number), Self.error, effort: 0, now: Self.start + .milliseconds(number))
        }
        #expect(failed.count == FailedSources.maximumCount)
        let now = Self.start + .seconds(2)
        #expect(failed.refusal(of: Self.source(9), effort: 0, now: now) == nil)
        #expect(failed.refusal(of: Self.source(10), effort: 0, now: now) != nil)
    }
}

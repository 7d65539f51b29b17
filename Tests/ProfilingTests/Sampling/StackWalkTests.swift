import CBrokenStack
import CSampler
import TestSupport
import Testing

@testable import Profiling

@Suite(.computing) struct StackWalkTests {
    private struct Walk {
        var frames = [UInt](repeating: 0, count: 64)
        var count = 0
    }

    /// Takes the calling thread's stack; `argument` is a `Walk`.
    private static let take: @convention(c) (UnsafeMutableRawPointer?) -> Void = { argument in
        argument?.withMemoryRebound(to: Walk.self, capacity: 1) { walk in
            walk.pointee.count = walk.pointee.frames.withUnsafeMutableBufferPointer { frames in
                frames.baseAddress.map { sampler_stack($0, frames.count) } ?? 0
            }
        }
    }

    @Test("A broken stack loses its callers, but never crashes the process")
    func brokenStack() {
        _ = Sampler.support
        var whole = Walk()
        withUnsafeMutablePointer(to: &whole) { Self.take($0) }
        for _ in 0..<100 {
            var broken = Walk()
            withUnsafeMutablePointer(to: &broken) { broken_stack(Self.take, $0) }
            #expect((1..<whole.count).contains(broken.count))
        }
        var again = Walk()
        withUnsafeMutablePointer(to: &again) { Self.take($0) }
        #expect(again.count == whole.count)
    }
}

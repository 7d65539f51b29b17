import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct FrameStackTests {
    private static func stack(_ pictures: [PixelBuffer]) throws -> FrameStack {
        var stack = FrameStack()
        for picture in pictures { stack.append(try picture.image()) }
        return stack
    }

    @Test("Frames are joined one above another, with what is said about their showing")
    func joined() throws {
        let frames = (0..<3).map { PixelBuffer.noise(width: 8, height: 5, bands: 4, seed: $0) }
        let animation = Animation(delays: [10, 200, 3000], repetitions: 7)
        let stack = try Self.stack(frames)
        let joined = try stack.joined(as: animation)
        let (size, shown) = (joined.size, joined.animation)
        #expect(size == PixelSize(width: 8, height: 15))
        #expect([stack.count, joined.frames, joined.frameHeight] == [3, 3, 5])
        #expect(shown == animation)
        #expect(try PixelBuffer(joined).bytes == frames.flatMap(\.bytes))
    }

    @Test("More delays than frames are cut")
    func delays() throws {
        let frames = (0..<2).map { PixelBuffer.flat([UInt8($0)], width: 2, height: 2) }
        let joined = try Self.stack(frames).joined(as: Animation(delays: [10, 20, 30], repetitions: 0))
        let shown = joined.animation
        #expect(shown.delays == [10, 20])
    }

    @Test("One frame is a still")
    func still() throws {
        let picture = PixelBuffer.noise(width: 4, height: 4, bands: 3, seed: 3)
        let joined = try Self.stack([picture]).joined(as: Animation(delays: [10], repetitions: 0))
        let frames = joined.frames
        #expect(frames == 1)
        #expect(try PixelBuffer(joined) == picture)
    }

    @Test("Nothing can't be joined")
    func empty() {
        #expect(code { _ = try FrameStack().joined(as: Animation(delays: [], repetitions: 0)) } == .operationFailed)
    }
}

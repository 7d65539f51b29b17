import ImageModel
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct OverlayCacheTests {
    private func key(_ file: Int) -> OverlayCache.Key {
        OverlayCache.Key(file: file, picture: PixelSize(width: 9, height: 9), scale: 0.5)
    }

    private func pixels(_ count: Int) -> OverlayCache.Pixels {
        OverlayCache.Pixels(
            bytes: [UInt8](repeating: 1, count: count), size: PixelSize(width: count, height: 1), bands: 1)
    }

    @Test("What was used least recently goes first, and the bytes stay bounded")
    func bounded() {
        let cache = OverlayCache(maximumBytes: 100)
        cache.keep(pixels(40), for: key(1))
        cache.keep(pixels(40), for: key(2))
        #expect(cache.pixels(for: key(1)) != nil)
        cache.keep(pixels(40), for: key(3))
        #expect(cache.pixels(for: key(2)) == nil)
        #expect(cache.pixels(for: key(1)) != nil && cache.pixels(for: key(3)) != nil)
    }

    @Test("More than may be kept is not kept, and pushes nothing out")
    func tooLarge() {
        let cache = OverlayCache(maximumBytes: 100)
        cache.keep(pixels(40), for: key(1))
        cache.keep(pixels(101), for: key(2))
        #expect(cache.pixels(for: key(2)) == nil && cache.pixels(for: key(1)) != nil)
    }

    @Test("Other files and sizes are told apart; the same one is replaced")
    func keys() {
        let cache = OverlayCache(maximumBytes: 100)
        cache.keep(pixels(40), for: key(1))
        cache.keep(pixels(60), for: key(1))
        #expect(cache.pixels(for: key(1))?.bytes.count == 60)
        #expect(cache.pixels(for: key(7)) == nil)
        cache.keep(pixels(40), for: key(7))
        #expect(cache.pixels(for: key(1)) != nil)
    }
}

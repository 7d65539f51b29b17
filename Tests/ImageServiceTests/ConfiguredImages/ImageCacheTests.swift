import Sources
import Testing

@testable import ImageService

@Suite struct ImageCacheTests {
    private static let one = ConfiguredImage.source(.file(path: "/one"))
    private static let two = ConfiguredImage.source(.file(path: "/two"))
    private static let three = ConfiguredImage.source(.file(path: "/three"))

    @Test("what was kept is there")
    func kept() {
        let cache = ImageCache(maximumBytes: 100)
        cache.keep([1, 2], of: Self.one, as: .watermark)
        #expect(cache.bytes(of: Self.one) == [1, 2])
        #expect(cache.bytes(of: Self.two) == nil)
        #expect(cache.byteCount == 2)
    }

    @Test("what was not used for longest goes first")
    func eviction() {
        let cache = ImageCache(maximumBytes: 8)
        cache.keep([UInt8](repeating: 1, count: 4), of: Self.one, as: .watermark)
        cache.keep([UInt8](repeating: 2, count: 4), of: Self.two, as: .watermark)
        _ = cache.bytes(of: Self.one)
        cache.keep([UInt8](repeating: 3, count: 4), of: Self.three, as: .watermark)
        #expect(cache.bytes(of: Self.two) == nil)
        #expect(cache.bytes(of: Self.one) != nil)
        #expect(cache.byteCount == 8)
    }

    @Test("more bytes than are allowed are not kept")
    func tooLarge() {
        let cache = ImageCache(maximumBytes: 3)
        cache.keep([1, 2, 3, 4], of: Self.one, as: .watermark)
        #expect(cache.bytes(of: Self.one) == nil)
        #expect(cache.byteCount == 0)
    }

    @Test("of each kind there are so many at most, and the oldest goes first")
    func entries() {
        let cache = ImageCache(maximumBytes: 100, maximumEntries: [.watermark: 2, .fallback: 0])
        cache.keep([9], of: Self.one, as: .fallback)
        #expect(cache.bytes(of: Self.one) == nil)
        for image in [Self.one, Self.two] { cache.keep([1], of: image, as: .watermark) }
        _ = cache.bytes(of: Self.one)
        cache.keep([1], of: Self.three, as: .watermark)
        #expect(cache.bytes(of: Self.two) == nil)
        #expect(cache.bytes(of: Self.one) != nil && cache.bytes(of: Self.three) != nil)
        #expect(cache.byteCount == 2)
    }

    @Test("what is too old is gone")
    func age() {
        let cache = ImageCache(maximumBytes: 10, lifetime: .seconds(10))
        let start = ContinuousClock.now
        cache.keep([1], of: Self.one, as: .watermark, at: start)
        #expect(cache.bytes(of: Self.one, at: start + .seconds(9)) != nil)
        #expect(cache.bytes(of: Self.one, at: start + .seconds(10)) == nil)
        #expect(cache.byteCount == 0)
    }
}

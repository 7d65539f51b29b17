import Testing

@testable import ImageModel

@Suite struct GeometryCropTests {
    private static let picture = PixelSize(width: 300, height: 200)

    @Test(
        "The size of a crop: all, a share, whole pixels, at most the picture",
        arguments: [
            (0, 0, "300x200"), (0.5, 0, "150x200"), (0.001, 0.999, "1x200"), (1, 1.99, "1x1"), (50.9, 70, "50x70"),
            (5000, 0.335, "300x67"), (0.3333, 0.0125, "100x3"),
        ])
    func sizes(width: Double, height: Double, expected: String) {
        #expect(SourceCrop(width: width, height: height).size(in: Self.picture).description == expected)
    }

    @Test(
        "An aspect ratio shortens a side, or lengthens the other up to the size of the picture",
        arguments: [
            (100, 200, 1, "100x100", "200x200"), (200, 100, 1, "100x100", "200x200"), (0, 0, 1, "200x200", "200x200"),
            (100, 100, 2, "100x50", "200x100"), (100, 200, 2, "100x50", "300x150"), (90, 10, 0.25, "3x10", "50x200"),
            (100, 50, 2, "100x50", "100x50"), (5000, 500, 3, "300x100", "300x100"), (3, 3, 100, "3x1", "300x3"),
        ] as [(Double, Double, Double, String, String)])
    func aspectRatio(width: Double, height: Double, ratio: Double, shortened: String, lengthened: String) {
        var crop = SourceCrop(width: width, height: height, aspectRatio: ratio)
        #expect(crop.size(in: Self.picture).description == shortened)
        crop.enlarges = true
        #expect(crop.size(in: Self.picture).description == lengthened)
    }

    @Test("A position determined by pixels is moved inside; a known one stays")
    func found() {
        let size = PixelSize(width: 100, height: 50)
        let smart = CropArea.smart(size)
        #expect(smart.rect == nil)
        #expect(smart.rect(left: 20, top: 30, in: Self.picture) == PixelRect(left: 20, top: 30, size: size))
        #expect(smart.rect(left: 290, top: -3, in: Self.picture) == PixelRect(left: 200, top: 0, size: size))
        let known = PixelRect(left: 1, top: 2, size: size)
        #expect(CropArea.at(known).rect(left: 20, top: 30, in: Self.picture) == known)
    }

    @Test("In a picture that was decoded smaller, edges go to the nearest pixels")
    func rescaled() {
        let whole = PixelSize(width: 1001, height: 500)
        let decoded = PixelSize(width: 126, height: 63)
        let rect = PixelRect(left: 100, top: 3, size: PixelSize(width: 800, height: 2))
        let expected = PixelRect(left: 13, top: 0, size: PixelSize(width: 100, height: 1))
        #expect(CropArea.at(rect).rescaled(from: whole, to: decoded) == .at(expected))
        #expect(CropArea.at(rect).rescaled(from: whole, to: whole) == .at(rect))
        let smart = CropArea.smart(rect.size).rescaled(from: whole, to: decoded)
        #expect(smart == .smart(PixelSize(width: 101, height: 1)))
    }

    @Test("However small the decoded picture, one pixel is left, inside it")
    func rescaledInside() {
        var random = CaseGenerator(seed: 5)
        for _ in 0..<5000 {
            let (whole, decoded) = (random.size(), random.size())
            let left = random.below(whole.width)
            let top = random.below(whole.height)
            let size = PixelSize(
                width: 1 + random.below(whole.width - left), height: 1 + random.below(whole.height - top))
            let area = CropArea.at(PixelRect(left: left, top: top, size: size)).rescaled(from: whole, to: decoded)
            let rect = area.rect ?? PixelRect(left: -1, top: -1, size: size)
            #expect(rect.left >= 0 && rect.left + rect.size.width <= decoded.width && rect.size.width >= 1)
            #expect(rect.top >= 0 && rect.top + rect.size.height <= decoded.height && rect.size.height >= 1)
        }
    }
}

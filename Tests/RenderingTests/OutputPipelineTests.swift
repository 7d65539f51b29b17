import Codecs
import ImageModel
import TestSupport
import Testing

@testable import Rendering

/// What a rendition asks for beyond its size, through the whole renderer.
@Suite(.computing) struct OutputPipelineTests {
    /// A dark box of 40 × 30 at (20, 50) on white.
    private static let boxed = PixelBuffer(width: 100, height: 120, bands: 3) { column, row in
        (20..<60).contains(column) && (50..<80).contains(row) ? [10, 20, 200] : [255, 255, 255]
    }

    private func shown(_ picture: PixelBuffer, _ rendition: Rendition) throws -> PixelBuffer {
        var rendition = rendition
        rendition.format = rendition.format ?? .png
        let result = try render(try picture.encoded(as: .png), [rendition])
        return try PixelBuffer(decoding: result.images[0])
    }

    @Test("A trim leaves the box, and sizes follow from it")
    func trim() throws {
        var rendition = Rendition()
        rendition.trim = Trim(threshold: 10)
        #expect(try shown(Self.boxed, rendition).bytes == PixelBuffer.flat([10, 20, 200], width: 40, height: 30).bytes)
        rendition.width = 20
        let small = try shown(Self.boxed, rendition)
        #expect(small.width == 20 && small.height == 15)
    }

    @Test("One decode serves trimmed, cut and plain renditions together")
    func sharedDecode() throws {
        var trimmed = Rendition(format: .png)
        trimmed.trim = Trim(threshold: 10)
        var cut = Rendition(width: 10, format: .png)
        cut.crop = SourceCrop(width: 50, height: 60, gravity: Gravity(.northWest))
        let result = try render(try Self.boxed.encoded(as: .png), [trimmed, cut, Rendition(width: 25, format: .png)])
        #expect(result.measurements.decodes == 1)
        #expect(result.images.map(\.size.description) == ["40x30", "10x12", "25x30"])
    }

    @Test("Each step of a chain works on the result of the one before")
    func chain() throws {
        var first = Rendition(width: 50)
        first.quarterTurns = 1
        var second = Rendition(format: .png)
        second.padding = Padding(top: 1, right: 2, bottom: 3, left: 4)
        second.background = Colour(red: 9, green: 8, blue: 7)
        first.followedBy = [second]
        // 100 × 120 turned is 120 × 100: 50 wide it is 50 × 42, and 56 × 46 with its padding.
        let result = try shown(Self.boxed, first)
        #expect(result.width == 56 && result.height == 46)
        #expect(result[0, 0] == [9, 8, 7] && result[55, 45] == [9, 8, 7])
    }

    @Test("An earlier step that is equal to the last one does not count as the last")
    func repeatedStep() throws {
        var padded = Rendition(format: .jpeg, quality: 100)
        padded.padding = Padding(top: 10, right: 10, bottom: 10, left: 10)
        var red = Rendition(format: .jpeg, quality: 100)
        red.background = Colour(red: 255, green: 0, blue: 0)
        var chain = Rendition(format: .jpeg, quality: 100)
        chain.followedBy = [padded, red, padded]
        let result = try shown(PixelBuffer.flat([0, 0, 255, 255], width: 40, height: 40), chain)
        #expect(result.width == 80 && result.height == 80)
        // The inner frame was transparent when the background came, the outer one is white as JPEG has no alpha.
        let (outer, inner) = (result[4, 4], result[15, 40])
        #expect(outer.allSatisfy { $0 > 240 }, "\(outer)")
        #expect(inner[0] > 200 && inner[1] < 60 && inner[2] < 60, "\(inner)")
    }

    @Test("Renditions that mix light are made from the full picture, and from each other", arguments: [true, false])
    func light(isSearched: Bool) throws {
        let pattern = PixelBuffer(width: 512, height: 512, bands: 3) { column, row in
            (column + row).isMultiple(of: 2) ? [0, 0, 0] : [255, 255, 255]
        }
        var large = Rendition(width: 128, format: .png)
        large.mixing = .light
        if isSearched { large.trim = Trim(threshold: 255) }
        var small = large
        small.width = 32
        let result = try render(try pattern.encoded(as: .jpeg, quality: 100), [large, small])
        #expect(result.measurements.decodedPixels == 512 * 512)
        for image in result.images {
            let middle = try PixelBuffer(decoding: image)[image.size.width / 2, image.size.height / 2]
            #expect(middle.allSatisfy { abs(Int($0) - 188) <= 2 }, "\(middle)")
        }
    }

    @Test(
        "What becomes too small for AVIF on the way is written as PNG or JPEG, by whether there is transparency",
        arguments: [(3, ImageFormat.jpeg), (4, .png)])
    func smallAVIF(bands: Int, format: ImageFormat) throws {
        let picture = PixelBuffer(width: 100, height: 100, bands: bands) { column, row in
            let isInside = (20..<30).contains(column) && (50..<90).contains(row)
            // Not opaque everywhere: an alpha that says nothing is not written.
            return Array((isInside ? [10, 20, 200, 255] : [255, 255, 255, 254]).prefix(bands))
        }
        let source = try picture.encoded(as: .png)
        var trimmed = Rendition(format: .avif)
        trimmed.trim = Trim(threshold: 10)
        var smart = Rendition(width: 8, format: .avif)
        smart.crop = SourceCrop(width: 50, height: 50, gravity: Gravity(.smart))
        var chained = Rendition(width: 40, format: .avif, quality: 33)
        chained.followedBy = [Rendition(width: 12, format: .avif)]
        var framed = trimmed
        framed.padding = Padding(left: 2)
        let images = try render(source, [trimmed, smart, chained, framed]).images
        #expect(images.map(\.size.description) == ["10x40", "8x8", "12x12", "12x40"])
        for (image, format) in zip(images, [format, format, format, .png]) {
            #expect(image.format == format)
            #expect(ImageFormat(signatureOf: image.fileBytes) == format)
        }
        // What is around the picture is transparent.
        #expect(try PixelBuffer(decoding: images[3])[0, 20][3] == 0)
    }

    @Test("What stays large enough for AVIF is AVIF, also where that is known late")
    func largeAVIF() throws {
        var trimmed = Rendition(format: .avif)
        trimmed.trim = Trim(threshold: 10)
        var chained = Rendition(width: 40)
        chained.followedBy = [Rendition(width: 20, format: .avif)]
        let images = try render(try Self.boxed.encoded(as: .png), [trimmed, chained]).images
        #expect(images.map(\.size.description) == ["40x30", "20x24"])
        #expect(images.map(\.format) == [.avif, .avif])
    }

    @Test("A canvas is transparent where the format can be, else white", arguments: [ImageFormat.png, .jpeg])
    func canvas(format: ImageFormat) throws {
        var rendition = Rendition(width: 300, height: 300, format: format)
        rendition.extend = Gravity(.northWest)
        let result = try shown(.flat([200, 0, 0], width: 100, height: 50), rendition)
        #expect(result.width == 300 && result.height == 300)
        let corner = result[299, 299]
        #expect(format == .png ? corner == [0, 0, 0, 0] : corner.allSatisfy { $0 > 250 })
        #expect(Int(result[5, 5][0]) > 190)
    }

    @Test("A watermark lies where it should, as opaque as asked for")
    func watermark() throws {
        var rendition = Rendition(format: .png)
        rendition.watermark = Watermark(opacity: 0.5, position: .at(Gravity(.southEast, offsetX: 2, offsetY: 3)))
        let mark = try PixelBuffer.flat([255, 255, 255], width: 10, height: 10).encoded(as: .png)
        let source = try PixelBuffer.flat([0, 0, 0], width: 60, height: 40).encoded(as: .png)
        let plan = try RenderPlan([rendition], of: Renderer.header(of: source))
        let cache = OverlayCache()
        let result = try Renderer.render(plan, from: source, overlays: Overlays([nil: mark], cache: cache))
        let pixels = try PixelBuffer(decoding: result.images[0]).withBands(3)
        let again = try Renderer.render(plan, from: source, overlays: Overlays([nil: mark], cache: cache))
        #expect(try PixelBuffer(decoding: again.images[0]).withBands(3) == pixels)
        #expect(pixels[47, 26] == [0, 0, 0] && pixels[58, 30] == [0, 0, 0])
        #expect((126...129).contains(pixels[48, 27][0]) && (126...129).contains(pixels[57, 36][0]))
    }

    @Test("A watermark of too many pixels is refused before it is decoded")
    func largeWatermark() throws {
        var rendition = Rendition(format: .png)
        rendition.watermark = Watermark(opacity: 1)
        let bomb = try RepositoryFiles.fixture("bad/bomb-50000x50000.png")
        let source = try PixelBuffer.flat([0, 0, 0], width: 6, height: 4).encoded(as: .png)
        let plan = try RenderPlan([rendition], of: Renderer.header(of: source))
        #expect(code { _ = try Renderer.render(plan, from: source, overlays: Overlays([nil: bomb])) } == .undecodable)
    }

    @Test("A profile stays where it is asked for, and goes where not", arguments: [true, false])
    func profile(strips: Bool) throws {
        var rendition = Rendition(width: 50, format: .jpeg)
        rendition.output.stripsProfile = strips
        let result = try render(try RepositoryFiles.fixture("jpeg/wide-gamut-icc.jpg"), [rendition])
        #expect(try Renderer.header(of: result.images[0].fileBytes).hasProfile == !strips)
    }

    @Test("A result of more pixels than a source may have is refused before anything is decoded")
    func tooLarge() throws {
        var rendition = Rendition(width: 60_000, height: 60_000, fit: .force, format: .png)
        rendition.enlarges = true
        let bytes = try Self.boxed.encoded(as: .png)
        #expect(code { _ = try render(bytes, [rendition]) } == .overLimit)
    }

    @Test("A page that is not there is named")
    func pages() throws {
        var rendition = Rendition(format: .png)
        rendition.page = 1
        let bytes = try Self.boxed.encoded(as: .png)
        #expect(code { _ = try render(bytes, [rendition]) } == .noSuchPage)
    }

    @Test(
        "pages that are stacked are one picture, also where the format could hold several",
        arguments: [ImageFormat.png, .gif, .webp, .tiff], [nil, 128])
    func stackedPages(format: ImageFormat, height: Int?) throws {
        var rendition = Rendition(height: height, format: format)
        rendition.pages = 3
        // Of three pages of 64 rows; 128 rows are as many as two have.
        let file = try render(try RepositoryFiles.fixture("transform/pages.tif"), [rendition]).images[0].fileBytes
        let header = try Renderer.header(of: file)
        #expect(header.stored.height == height ?? 192)
        #expect(header.pages == 1)
    }
}

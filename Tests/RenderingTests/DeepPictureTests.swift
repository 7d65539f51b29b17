import ImageModel
import TestSupport
import Testing

@testable import Rendering

/// What stays of 16 bits a sample where they are to be kept.
@Suite(.computing) struct DeepPictureTests {
    /// Bit depth and colour type of a PNG file (W3C PNG, 11.2.1).
    struct Kind: Equatable {
        static let grey = Kind(depth: 16, colourType: 0)
        static let rgb = Kind(depth: 16, colourType: 2)
        static let greyWithAlpha = Kind(depth: 16, colourType: 4)
        static let rgbWithAlpha = Kind(depth: 16, colourType: 6)

        var depth: UInt8
        var colourType: UInt8
    }

    private func shown(
        _ picture: DeepPicture, overlays: Overlays = .none, _ change: (inout Rendition) -> Void
    ) throws -> (kind: Kind, picture: DeepPicture) {
        var rendition = Rendition(format: .png)
        rendition.output.keepsHighDynamicRange = true
        change(&rendition)
        let source = picture.tiff
        let plan = try RenderPlan([rendition], of: try Renderer.header(of: source))
        let file = try Renderer.render(plan, from: source, overlays: overlays).images[0].fileBytes
        return (Kind(depth: file[24], colourType: file[25]), try DeepPicture(decoding: file))
    }

    @Test("A picture of 16 bits comes out as it went in", arguments: [1, 2, 3, 4])
    func identity(bands: Int) throws {
        let picture = DeepPicture.ramp(9, 7, bands: bands)
        #expect(try shown(picture) { _ in }.picture == picture)
    }

    @Test(
        "Padding and canvases keep 16 bits, and are transparent", arguments: [1, 2, 3, 4], [true, false])
    func padding(bands: Int, isCanvas: Bool) throws {
        let picture = DeepPicture.ramp(9, 7, bands: bands)
        let result = try shown(picture) {
            if isCanvas {
                ($0.width, $0.height, $0.extend) = (13, 11, .centre)
            } else {
                $0.padding = Padding(top: 2, right: 2, bottom: 2, left: 2)
            }
        }
        #expect(result.kind == (bands < 3 ? .greyWithAlpha : .rgbWithAlpha))
        #expect(result.picture.size == PixelSize(width: 13, height: 11))
        #expect(result.picture.pixel(0, 0) == [Int](repeating: 0, count: bands < 3 ? 2 : 4))
        for (x, y) in [(0, 0), (8, 6), (4, 3)] {
            let opaque = picture.pixel(x, y).prefix(bands < 3 ? 1 : 3) + [65_535]
            #expect(result.picture.pixel(x + 2, y + 2) == Array(opaque))
        }
    }

    @Test(
        "A background keeps 16 bits; a colour makes red, green and blue of grey",
        arguments: [
            (1, Colour(red: 9, green: 9, blue: 9), Kind.grey), (1, Colour(red: 255, green: 0, blue: 8), .rgb),
            (2, Colour(red: 9, green: 9, blue: 9), .grey), (3, Colour(red: 1, green: 2, blue: 3), .rgb),
            (4, Colour(red: 1, green: 2, blue: 3), .rgb),
        ])
    private func background(bands: Int, colour: Colour, kind: Kind) throws {
        let picture = DeepPicture.ramp(9, 7, bands: bands)
        let result = try shown(picture) {
            ($0.padding, $0.background) = (Padding(top: 1, right: 1, bottom: 1, left: 1), colour)
        }
        #expect(result.kind == kind)
        let levels = [colour.red, colour.green, colour.blue].map { $0 * 257 }
        #expect(result.picture.pixel(0, 0) == Array(levels.prefix(kind == .grey ? 1 : 3)))
        let inside = picture.pixel(5, 2)
        #expect(
            result.picture.pixel(6, 3)
                == (kind == .grey ? [inside[0]] : bands < 3 ? [inside[0], inside[0], inside[0]] : Array(inside[..<3])))
    }

    @Test("What is half transparent mixes with its background in 16 bits", arguments: [2, 4])
    func mixing(bands: Int) throws {
        let picture = DeepPicture(9, 7, bands: bands) { _, _, band in band == bands - 1 ? 32_768 : 10_000 }
        let pixel = try shown(picture) { $0.background = .white }.picture.pixel(4, 3)
        // 10000 · a + 65535 · (1 − a), a = 32768 / 65535.
        #expect(pixel.count == bands - 1 && pixel.allSatisfy { abs($0 - 37_767) <= 2 }, "\(pixel)")
    }

    @Test("A background that is not opaque keeps 16 bits")
    func faintBackground() throws {
        let picture = DeepPicture(9, 7, bands: 4) { _, _, band in band == 3 ? 0 : 10_000 }
        let result = try shown(picture) {
            ($0.background, $0.backgroundAlpha) = (Colour(red: 10, green: 20, blue: 30), 0.4)
        }
        #expect(result.kind == .rgbWithAlpha)
        for (sample, expected) in zip(result.picture.pixel(4, 3), [2570, 5140, 7710, 102 * 257]) {
            #expect(abs(sample - expected) <= 1)
        }
    }

    @Test(
        "A watermark keeps 16 bits around and below it",
        arguments: [(1, 1, Kind.grey), (1, 3, .rgb), (3, 3, .rgb), (4, 3, .rgbWithAlpha), (3, 1, .rgb)])
    private func watermark(bands: Int, markBands: Int, kind: Kind) throws {
        let picture = DeepPicture.ramp(20, 10, bands: bands)
        // A mark of three bands has a corner in colour, or it would be written as a grey one.
        let mark = PixelBuffer(width: 4, height: 4, bands: markBands) { column, row in
            let isCorner = column == 3 && row == 3 && markBands == 3
            return isCorner ? [200, 100, 200] : [UInt8](repeating: 200, count: markBands)
        }
        let overlays = Overlays([nil: try mark.encoded(as: .png)])
        for (opacity, tolerance) in [(1.0, 1), (0.5, 130)] {
            let result = try shown(picture, overlays: overlays) {
                $0.watermark = Watermark(opacity: opacity, position: .at(Gravity(.northWest)))
            }
            #expect(result.kind == kind)
            let colours = kind == .grey ? 1 : 3
            func spread(_ pixel: [Int]) -> [Int] {
                bands < 3 ? [Int](repeating: pixel[0], count: colours) : Array(pixel[..<3])
            }
            #expect(Array(result.picture.pixel(10, 5)[..<colours]) == spread(picture.pixel(10, 5)))
            let below = spread(picture.pixel(2, 1))
            for (sample, base) in zip(result.picture.pixel(2, 1), below) {
                let expected = Double(base) * (1 - opacity) + 200 * 257 * opacity
                // The mark's alpha has 8 bits: half is 128 of 255.
                #expect(abs(Double(sample) - expected) <= Double(tolerance), "\(sample) \(expected)")
            }
        }
    }

    @Test("What is trimmed or cut smartly keeps 16 bits")
    func searched() throws {
        let picture = DeepPicture(40, 40, bands: 3) { x, y, band in
            (10..<30).contains(x) && (5..<25).contains(y) ? 4321 + x * 97 + band : 65_535
        }
        let trimmed = try shown(picture) { $0.trim = Trim(threshold: 10) }
        #expect(trimmed.kind == .rgb)
        #expect(trimmed.picture.size == PixelSize(width: 20, height: 20))
        #expect(trimmed.picture.pixel(7, 3) == picture.pixel(17, 8))
        let smart = try shown(picture) { $0.crop = SourceCrop(width: 12, height: 12, gravity: Gravity(.smart)) }
        #expect(smart.kind == .rgb)
    }

    @Test("Effects and formats of 8 bits have 8 bits")
    func shallow() throws {
        var rendition = Rendition(format: .png)
        rendition.output.keepsHighDynamicRange = true
        rendition.effects.blur = 1
        let source = DeepPicture.ramp(20, 10, bands: 3).tiff
        #expect(try render(source, [rendition]).images[0].fileBytes[24] == 8)
    }

    @Test("A picture of 16 bits takes twice the memory of one of 8")
    func memory() throws {
        let header = try Renderer.header(of: DeepPicture.ramp(20, 10, bands: 3).tiff)
        var large = header
        large.stored = PixelSize(width: 4000, height: 3000)
        var rendition = Rendition(format: .png)
        let plain = try RenderPlan([rendition], of: large).peakBytes
        rendition.output.keepsHighDynamicRange = true
        #expect(try RenderPlan([rendition], of: large).peakBytes == plain + 4000 * 3000 * 3)
    }
}

import ImageModel
import TestSupport
import Testing

@testable import Rendering

/// What every rendering keeps, told by properties of the pixels.
@Suite(.computing) struct RendererTests {
    @Test("Without a resize a PNG keeps every pixel", arguments: 1...4)
    func identity(bands: Int) throws {
        let picture = PixelBuffer.noise(width: 61, height: 37, bands: bands, seed: 1)
        #expect(try renderedPixels(picture.encoded(as: .png)) == picture)
    }

    @Test(
        "A flat colour stays within a level through any resize, and keeps its transparency",
        arguments: [[17], [250, 3, 128], [255, 255, 255], [200, 60, 90, 255], [200, 60, 90, 77], [120, 200]],
        [1, 13, 64, 150, 199])
    func constancy(colour: [UInt8], width: Int) throws {
        let source = try PixelBuffer.flat(colour, width: 200, height: 120).encoded(as: .png)
        // An alpha that is 255 everywhere is not written.
        let rendered = try renderedPixels(source, width: width).withBands(colour.count)
        // A colour times an alpha of 77 in 8 bits has steps of 255 / 77 levels; alpha itself stays exact.
        let expected = PixelBuffer.flat(colour, width: rendered.width, height: rendered.height)
        #expect(rendered.maximumDifference(to: expected) <= 1)
    }

    @Test("Mirrored and resized is resized and mirrored", arguments: [100, 53, 20], [3, 4])
    func symmetry(width: Int, bands: Int) throws {
        let picture = PixelBuffer.noise(width: 160, height: 100, bands: bands, seed: 2)
        let before = try renderedPixels(picture.mirrored.encoded(as: .png), width: width)
        let after = try renderedPixels(picture.encoded(as: .png), width: width).mirrored
        // libvips' fixed-point filter rounds each phase for itself.
        #expect(before.onWhite.meanDifference(to: after.onWhite) < 1)
    }

    @Test("Downsizing keeps the mean within a level", arguments: [100, 53, 20, 5], [1, 3])
    func mean(width: Int, bands: Int) throws {
        let picture = PixelBuffer.slopes(width: 160, height: 100, bands: bands)
        let rendered = try renderedPixels(picture.encoded(as: .png), width: width)
        for (before, after) in zip(picture.means, rendered.means) { #expect(abs(before - after) <= 1) }
    }

    @Test("What is transparent does not colour what is seen", arguments: [63, 32, 9])
    func transparency(width: Int) throws {
        let picture = PixelBuffer(width: 64, height: 32, bands: 4) { column, _ in
            column < 31 ? [255, 0, 0, 0] : [0, 0, 255, 255]
        }
        let rendered = try renderedPixels(picture.encoded(as: .png), width: width)
        for column in 0..<rendered.width {
            let pixel = rendered[column, rendered.height / 2]
            guard pixel[3] >= 8 else { continue }
            #expect(pixel[0] <= 4 && pixel[2] >= 251, "column \(column): \(pixel)")
        }
    }

    @Test("JPEG shows transparency on white", arguments: [[10, 20, 30, 0], [10, 20, 30, 128], [10, 20, 30, 255]])
    func white(colour: [UInt8]) throws {
        let picture = PixelBuffer.flat(colour, width: 32, height: 32)
        let result = try render(picture.encoded(as: .png), [Rendition(width: 16, format: .jpeg, quality: 95)])
        let expected = PixelBuffer.flat(picture.onWhite[0, 0], width: 16, height: 16)
        #expect(try PixelBuffer(decoding: result.images[0]).maximumDifference(to: expected) <= 2)
    }

    @Test("A fill shows the middle")
    func fill() throws {
        let picture = PixelBuffer(width: 90, height: 30, bands: 3) { column, _ in
            [column < 30 ? 200 : 0, (30..<60).contains(column) ? 200 : 0, column >= 60 ? 200 : 0]
        }
        let rendered = try renderedPixels(picture.encoded(as: .png), width: 30, height: 30, fit: .fill)
        #expect(rendered == PixelBuffer.flat([0, 200, 0], width: 30, height: 30))
    }

    @Test("Each format is written in its size and shows the picture", arguments: ImageFormat.writable, [1, 3, 4])
    func formats(format: ImageFormat, bands: Int) throws {
        let picture = PixelBuffer.slopes(width: 120, height: 80, bands: bands)
        let source = try picture.encoded(as: .png)
        let result = try render(source, [Rendition(width: 60, format: format, quality: 90)])
        #expect(result.images[0].size == PixelSize(width: 60, height: 40))
        #expect(result.images[0].format == format)
        let read = try PixelBuffer(decoding: result.images[0])
        guard format != .gif || bands < 4 else { return }
        let expected = try renderedPixels(source, width: 60).withBands(4).onWhite
        #expect(read.withBands(4).onWhite.meanDifference(to: expected) < 4)
    }

    @Test("Results come in the order asked for, with their own crops and formats")
    func order() throws {
        let source = try PixelBuffer.slopes(width: 200, height: 100, bands: 3).encoded(as: .png)
        let renditions = [
            Rendition(width: 20), Rendition(width: 100, format: .webp), Rendition(width: 40, height: 40, fit: .fill),
            Rendition(width: 100, format: .jpeg), Rendition(width: 30, height: 70, fit: .force),
        ]
        let images = try render(source, renditions).images
        #expect(images.map(\.size.description) == ["20x10", "100x50", "40x40", "100x50", "30x70"])
        #expect(images.map(\.format) == [.png, .webp, .png, .jpeg, .png])
        for image in images { #expect(try Renderer.header(of: image.fileBytes).stored == image.size) }
    }
}

import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct ImageOperationsTests {
    @Test("A crop holds the rectangle's pixels")
    func crop() throws {
        let picture = PixelBuffer.noise(width: 20, height: 10, bands: 3, seed: 1)
        let rect = PixelRect(left: 3, top: 2, size: PixelSize(width: 11, height: 7))
        let cropped = try PixelBuffer(picture.image().cropped(to: rect))
        #expect(cropped == picture.cropped(left: 3, top: 2, width: 11, height: 7))
    }

    @Test("A rectangle that is not inside the image is refused", arguments: [(-1, 0, 5), (6, 0, 5), (0, 0, 11)])
    func cropOutside(left: Int, top: Int, width: Int) {
        let rect = PixelRect(left: left, top: top, size: PixelSize(width: width, height: 2))
        let thrown = code { _ = try PixelBuffer.flat([1], width: 10, height: 4).image().cropped(to: rect) }
        #expect(thrown == .operationFailed)
    }

    private static let sizes = [(1, 1), (7, 50), (33, 20), (66, 40), (67, 41), (120, 90), (250, 1)]

    @Test("A resize has exactly the size asked for, and a flat colour stays within a level", arguments: sizes)
    func resize(width: Int, height: Int) throws {
        let picture = PixelBuffer.flat([250, 128, 3], width: 67, height: 41)
        let resized = try PixelBuffer(picture.image().resized(to: PixelSize(width: width, height: height)))
        let expected = PixelBuffer.flat([250, 128, 3], width: width, height: height)
        #expect(resized.maximumDifference(to: expected) <= 1)
    }

    @Test("Each orientation's pixels are put upright", arguments: Orientation.allCases)
    func turn(orientation: Orientation) throws {
        let picture = PixelBuffer.noise(width: 7, height: 4, bands: 3, seed: 2)
        let turned = try PixelBuffer(picture.image().turned(upright: orientation))
        #expect(turned == picture.upright(from: orientation.rawValue))
    }

    @Test("Premultiplying and dividing again changes no opaque pixel, and others by rounding only")
    func premultiply() throws {
        let picture = PixelBuffer.noise(width: 40, height: 40, bands: 4, seed: 3)
        let image = try picture.image()
        let back = try PixelBuffer(image.premultiplied().unpremultiplied().cast(like: image))
        for row in 0..<40 {
            for column in 0..<40 where picture[column, row][3] > 0 {
                let difference = zip(picture[column, row], back[column, row]).map { abs(Int($0) - Int($1)) }.max() ?? 0
                #expect(difference <= 1)
            }
        }
    }

    @Test("Flattening shows the picture on the colour", arguments: [2, 4])
    func flatten(bands: Int) throws {
        let picture = PixelBuffer.noise(width: 30, height: 30, bands: bands, seed: 4)
        let flattened = try PixelBuffer(picture.image().flattened(red: 255, green: 255, blue: 255))
        #expect(flattened.maximumDifference(to: picture.onWhite) <= 1)
    }

    @Test("Pixels in the colours of a screen already stay what they are", arguments: 1...4)
    func screenColours(bands: Int) throws {
        let picture = PixelBuffer.noise(width: 9, height: 9, bands: bands, seed: 5)
        #expect(try PixelBuffer(picture.image().convertedToSRGB()) == picture)
    }

    @Test("16 bits become 8, CMYK becomes RGB, a grey picture stays one band")
    func conversions() throws {
        for (path, bands) in [
            ("png/16bit.png", 3), ("jpeg/cmyk-icc.jpg", 3), ("jpeg/grey.jpg", 1), ("png/rgba.png", 4),
        ] {
            let bytes = try RepositoryFiles.fixture(path)
            let format = try #require(ImageFormat(signatureOf: bytes))
            try ImageDecoder.withImage(of: bytes, format: format) { (image) throws(CodecError) in
                let converted = try image.convertedToSRGB().copiedToMemory()
                #expect(converted.bands == bands, "\(path)")
                #expect(converted.sampleBytes == 1, "\(path)")
            }
        }
    }

    @Test("Pixels that are cut short are found when they are asked for")
    func truncated() throws {
        let bytes = Array(try RepositoryFiles.fixture("png/rgba.png").dropLast(4000))
        let thrown = code {
            try ImageDecoder.withImage(of: bytes, format: .png) { (image) throws(CodecError) in
                _ = try image.copiedToMemory()
            }
        }
        #expect(thrown == .undecodable)
    }
}

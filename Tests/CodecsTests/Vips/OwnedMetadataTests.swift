import CVipsShim
import Foundation
import ImageModel
import TestSupport
import Testing

@testable import Codecs

/// What a picture says beside its pixels stays when the file that it came from is gone.
@Suite(.computing) struct OwnedMetadataTests {
    private static let exif = ExifBlock().bytes([(0x013B, "Jane Doe"), (0x8298, "2020 Jane Doe")])
    private static let properties = "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"></x:xmpmeta>"

    private static func wideProfile() throws -> [UInt8] {
        let bytes = try RepositoryFiles.fixture("jpeg/wide-gamut-icc.jpg")
        let profile = try CodecSample.read(bytes, .jpeg) { (image) throws(CodecError) in image.profile }
        return try #require(profile)
    }

    private static func avif(colour: [UInt8]) throws -> [UInt8] {
        var file = try AVIFFile(PixelBuffer(width: 48, height: 32, bands: 3) { _, _ in colour })
        file.profile = try wideProfile()
        file.exif = exif
        file.properties = properties
        return file.bytes
    }

    /// A picture in memory that has outlived its source; noncopyable values can't be returned from closures.
    private final class Kept {
        let image: Image

        init(_ image: consuming Image) { self.image = image }
    }

    private static let files = [
        "avif/still.avif", "avif/alpha.avif", "heic/still.heic", "jpeg/wide-gamut-icc.jpg", "jpeg/cmyk-icc.jpg",
        "png/16bit.png", "png/palette.png", "webp/lossy.webp", "webp/animated.webp", "tiff/lzw.tiff",
        "gif/animated.gif", "jxl/lossy.jxl", "svg/shapes.svg",
    ]

    @Test("What a loader finds belongs to the picture, before and after its pixels are read", arguments: files)
    func owned(path: String) throws { try Self.check(try RepositoryFiles.fixture(path)) }

    @Test("What an AVIF file says of itself belongs to the picture, before and after its pixels are read")
    func ownedAVIF() throws { try Self.check(try Self.avif(colour: [1, 2, 3])) }

    private static func check(_ bytes: [UInt8]) throws {
        let format = try #require(ImageFormat(signatureOf: bytes))
        try CodecSample.read(bytes, format) { (image) throws(CodecError) in
            #expect(sw_owns_blobs(image.handle))
            let decoded = try image.copiedToMemory()
            #expect(sw_owns_blobs(image.handle))
            #expect(sw_owns_blobs(decoded.handle))
            let shown = try image.convertedToSRGB()
            #expect(sw_owns_blobs(shown.handle))
        }
    }

    @Test("Profile and EXIF are those of the file after it was closed", arguments: [false, true])
    func outlived(readsPixels: Bool) throws {
        let profile = try Self.wideProfile()
        let kept = try CodecSample.read(try Self.avif(colour: [9, 9, 9]), .avif) { (image) throws(CodecError) -> Kept in
            if readsPixels { _ = try image.copiedToMemory() }
            return Kept(try image.copiedToMemory())
        }
        #expect(kept.image.profile == profile)
        #expect(kept.image.exif == Self.exif)
    }

    /// `colour` in the wide profile's primaries and curve, as sRGB (IEC 61966-2-1): by the profile's own numbers, which
    /// are adapted to D50.
    private static func srgb(_ colour: [UInt8]) -> [Double] {
        let gamma = 563.0 / 256
        let light = colour.map { pow(Double($0) / 255, gamma) }
        let toXYZ = [[0.6097, 0.20531, 0.1492], [0.3111, 0.6257, 0.0632], [0.0195, 0.0609, 0.7446]]
        let fromXYZ = [[3.1341, -1.6174, -0.4907], [-0.9787, 1.9161, 0.0334], [0.0719, -0.2290, 1.4052]]
        func product(_ matrix: [[Double]], _ values: [Double]) -> [Double] {
            matrix.map { zip($0, values).reduce(0) { $0 + $1.0 * $1.1 } }
        }
        return product(fromXYZ, product(toXYZ, light)).map { value in
            let held = min(max(value, 0), 1)
            return 255 * (held <= 0.0031308 ? held * 12.92 : 1.055 * pow(held, 1 / 2.4) - 0.055)
        }
    }

    /// `bytes` decoded in planes, as the renderer does it: the picture is made like its source, which is closed before
    /// the first row.
    private static func decodedInPlanes(_ bytes: [UInt8]) throws -> PlanePicture {
        let header = try ImageDecoder.header(of: bytes)
        #expect(!header.isSRGB)
        #expect(header.namesAuthor)
        let layout = try #require(header.planes)
        #expect(layout == .full)
        let picture = try CodecSample.read(bytes, .avif) { (source) throws(CodecError) in
            try PlanePicture(size: header.stored, layout: layout, like: source)
        }
        try PlanarAVIFReader.reading(bytes, layout: layout, size: header.stored) { (reader) throws(CodecError) in
            let planes = (0..<layout.planes).map { reader.rows(of: $0, keeping: .max / 4) }
            while planes[0].ready < header.stored.height { reader.read(into: planes) }
            #expect(picture.write(planes))
        }
        return picture
    }

    @Test(
        "An AVIF's profile is honoured when it is decoded in planes",
        arguments: [[200, 30, 120], [60, 140, 90]] as [[UInt8]])
    func colours(colour: [UInt8]) throws {
        let picture = try Self.decodedInPlanes(try Self.avif(colour: colour))
        let shown = try CodecSample.samples(try picture.image.convertedToSRGB())
        let expected = Self.srgb(colour)
        // Far from what the samples would mean without the profile.
        let differences = zip(expected, colour).map { abs($0 - Double($1)) }
        #expect(differences.max() ?? 0 > 10)
        for (index, sample) in shown.enumerated() { #expect(abs(Double(sample) - expected[index % 3]) < 3.5) }
    }

    @Test("An AVIF's copyright is kept or stripped as asked when it is decoded in planes", arguments: [false, true])
    func copyright(keepsCopyright: Bool) throws {
        let picture = try Self.decodedInPlanes(try Self.avif(colour: [7, 70, 170]))
        var options = EncodeOptions(format: .jpeg, quality: 90)
        options.output.keepsCopyright = keepsCopyright
        let written = try CodecSample.bytes(picture.image, options)
        let texts = try CodecSample.read(written, .jpeg) { (image) throws(CodecError) in image.exifTexts }
        let kept: [ExifTexts.Tag: String] = [.artist: "Jane Doe", .copyright: "2020 Jane Doe"]
        #expect(texts == (keepsCopyright ? kept : [:]))
    }
}

import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct ImageMetadataTests {
    private let exif = ExifBlock().bytes([
        (0x010E, "A (small) house, red"), (0x010F, "Maker"), (0x013B, "Jane (Doe), and (others)"),
        (0x8298, "2020 (c), all"),
    ])

    /// What a file written from the photograph with `change`d options says of its texts.
    private func texts(
        _ format: ImageFormat, _ change: (inout OutputOptions) -> Void
    ) throws -> [ExifTexts.Tag: String] {
        try read(format, change) { (image) throws(CodecError) in image.exifTexts }
    }

    private func read<Result>(
        _ format: ImageFormat, _ change: (inout OutputOptions) -> Void,
        _ body: (borrowing Image) throws(CodecError) -> Result
    ) throws -> Result {
        var options = EncodeOptions(format: format, quality: 80)
        change(&options.output)
        let written = try CodecSample.read(try CodecSample.jpeg(exif: exif), .jpeg) { (image) throws(CodecError) in
            try image.encoded(as: options).withUnsafeBytes { [UInt8]($0) }
        }
        return try CodecSample.read(written, format, body)
    }

    @Test(arguments: [ImageFormat.jpeg, .png, .webp, .avif])
    func keepsArtistAndCopyrightAlone(format: ImageFormat) throws {
        let texts = try texts(format) { _ in }
        #expect(texts == [.artist: "Jane (Doe), and (others)", .copyright: "2020 (c), all"])
    }

    @Test(arguments: ImageFormat.writable)
    func stripsEverything(format: ImageFormat) throws {
        #expect(try texts(format) { $0.keepsCopyright = false }.isEmpty)
    }

    @Test(arguments: [ImageFormat.jpeg, .png, .webp, .avif])
    func keepsEverything(format: ImageFormat) throws {
        let texts = try texts(format) { $0.stripsMetadata = false }
        #expect(texts[.imageDescription] == "A (small) house, red")
        #expect(texts[.artist] == "Jane (Doe), and (others)" && texts[.copyright] == "2020 (c), all")
    }

    @Test func aPictureWithoutTextsIsWrittenBare() throws {
        let bytes = try CodecSample.bytes(try CodecSample.image(20, 20), EncodeOptions(format: .jpeg, quality: 80))
        #expect(bytes.firstIndex(of: "Exif") == nil)
    }

    @Test func keptMetadataSaysUpright() throws {
        // Orientation 6: a number of two bytes in the entry itself.
        let block =
            Array("Exif\0\0II".utf8) + [42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0]
        let source = try CodecSample.jpeg(exif: block)
        var options = EncodeOptions(format: .jpeg, quality: 80)
        options.output.stripsMetadata = false
        let (before, written) = try CodecSample.read(source, .jpeg) { (image) throws(CodecError) in
            (image.orientation, try image.encoded(as: options).withUnsafeBytes { [UInt8]($0) })
        }
        #expect(before == .turned90)
        #expect(try CodecSample.read(written, .jpeg) { (image) throws(CodecError) in image.orientation } == .upright)
    }

    @Test(arguments: [ImageFormat.jpeg, .png, .webp, .avif, .tiff], [72.0, 300])
    func saysTheDensity(format: ImageFormat, dotsPerInch: Double) throws {
        var options = EncodeOptions(format: format, quality: 80)
        options.output.dotsPerInch = dotsPerInch
        let written = try CodecSample.bytes(try CodecSample.image(20, 20), options)
        let said = try CodecSample.read(written, format) { (image) throws(CodecError) in
            image.exifDensity ?? image.dotsPerInch
        }
        #expect(abs(said - dotsPerInch) < 0.1)
    }

    @Test(arguments: [true, false])
    func theProfileStaysOrGoesByItsOwnOption(stripsMetadata: Bool) throws {
        var options = EncodeOptions(format: .png, quality: 80)
        options.output.stripsMetadata = stripsMetadata
        let srgb = try #require(try CodecSample.profile())
        let image = try CodecSample.image(20, 20).carrying(profile: srgb)
        let without = try CodecSample.bytes(image, options)
        options.output.stripsProfile = false
        let with = try CodecSample.bytes(image, options)
        #expect(try CodecSample.read(without, .png) { (image) throws(CodecError) in image.profile } == nil)
        #expect(try CodecSample.read(with, .png) { (image) throws(CodecError) in image.profile } == srgb)
    }
}

extension Image {
    /// XResolution of its EXIF (tag 0x011A, a fraction of two 32-bit numbers), in either byte order.
    fileprivate var exifDensity: Double? {
        guard let tiff = exif?.dropFirst(6).map({ Int($0) }) else { return nil }
        let isLittleEndian = tiff[0] == 0x49
        func number(_ offset: Int, _ bytes: Int) -> Int {
            (0..<bytes).reduce(0) { $0 << 8 | tiff[offset + (isLittleEndian ? bytes - 1 - $1 : $1)] }
        }
        let entries = (0..<number(8, 2)).map { 10 + 12 * $0 }
        guard let entry = entries.first(where: { number($0, 2) == 0x011A }) else { return nil }
        let value = number(entry + 8, 4)
        return Double(number(value, 4)) / Double(number(value + 4, 4))
    }
}

extension CodecSample {
    /// The bytes of an ICC profile: the one that libvips puts on JPEG XL files.
    static func profile() throws -> [UInt8]? {
        let bytes = try bytes(try image(8, 8), EncodeOptions(format: .jxl, quality: 90))
        return try read(bytes, .jxl) { (image) throws(CodecError) in image.profile }
    }
}

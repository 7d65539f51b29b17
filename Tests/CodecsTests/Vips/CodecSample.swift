import CVipsShim
import ImageModel

@testable import Codecs

/// Pictures that the tests of this folder make, and what they read back.
enum CodecSample {
    /// Slow waves: 8 bit, opaque where there is alpha.
    static func image(_ width: Int, _ height: Int, bands: Int = 3) throws -> Image {
        try VipsLibrary.start()
        var samples: [UInt8] = []
        for y in 0..<height {
            for x in 0..<width {
                for band in 0..<bands {
                    let isAlpha = bands.isMultiple(of: 2) && band == bands - 1
                    samples.append(isAlpha ? 255 : UInt8((x * (3 + band) + y * 2) % 250))
                }
            }
        }
        return try Image(pixels: samples, size: PixelSize(width: width, height: height), bands: bands)
    }

    /// Of one colour.
    static func image(_ width: Int, _ height: Int, colour: [UInt8]) throws -> Image {
        try VipsLibrary.start()
        let samples = (0..<width * height).flatMap { _ in colour }
        return try Image(pixels: samples, size: PixelSize(width: width, height: height), bands: colour.count)
    }

    static func bytes(_ image: borrowing Image, _ options: EncodeOptions) throws -> [UInt8] {
        try image.encoded(as: options).withUnsafeBytes { [UInt8]($0) }
    }

    static func samples(_ image: borrowing Image) throws -> [UInt8] {
        try image.pixels().withUnsafeBytes { [UInt8]($0) }
    }

    /// What libvips' own saver makes of an image.
    static func libvipsPNG(_ image: borrowing Image) throws -> [UInt8] {
        var bytes: UnsafeMutableRawPointer?
        var count = 0
        guard sw_save_png(image.handle, true, false, &bytes, &count) == 0, let bytes else {
            throw CodecError(.unencodable)
        }
        defer { sw_bytes_release(bytes) }
        return [UInt8](UnsafeRawBufferPointer(start: bytes, count: count))
    }

    /// A JPEG with a block of EXIF behind its first marker.
    static func jpeg(exif: [UInt8]) throws -> [UInt8] {
        var bytes = try bytes(try image(40, 30), EncodeOptions(format: .jpeg, quality: 90))
        let length = exif.count + 2
        bytes.insert(contentsOf: [0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 0xFF)] + exif, at: 2)
        return bytes
    }

    /// What `body` reads from a file.
    static func read<Result>(
        _ bytes: [UInt8], _ format: ImageFormat, _ body: (borrowing Image) throws(CodecError) -> Result
    ) throws -> Result {
        try ImageDecoder.withImage(of: bytes, format: format, body)
    }
}

extension [UInt8] {
    /// Where `text` begins; `nil` if it is not there.
    func firstIndex(of text: String) -> Int? {
        let wanted = Array(text.utf8)
        return indices.first { self[$0...].starts(with: wanted) }
    }
}

import ImageModel
import TestSupport

@testable import Codecs

extension PixelBuffer {
    /// An image of libvips with these pixels.
    func image() throws(CodecError) -> Image {
        try Image(pixels: bytes, size: PixelSize(width: width, height: height), bands: bands)
    }

    /// The pixels of an image of 8 bits a sample.
    init(_ image: borrowing Image) throws(CodecError) {
        let bytes = try image.pixels().withUnsafeBytes { Array($0) }
        self.init(width: image.size.width, height: image.size.height, bands: image.bands, bytes: bytes)
    }

    /// The pixels of a file's first frame, as stored, in the colours of a screen.
    init(decoding bytes: [UInt8]) throws(CodecError) {
        let format = try ImageDecoder.header(of: bytes).format
        self = try ImageDecoder.withImage(of: bytes, format: format) { (image) throws(CodecError) in
            try PixelBuffer(try image.convertedToSRGB())
        }
    }

    /// A file with these pixels.
    func encoded(as format: ImageFormat, quality: Int = 90) throws(CodecError) -> [UInt8] {
        try image().encoded(as: EncodeOptions(format: format, quality: quality)).withUnsafeBytes { Array($0) }
    }
}

/// The code of the codec's error that `body` throws, `nil` when it throws none.
func code(_ body: () throws -> Void) -> CodecError.Code? {
    do {
        try body()
        return nil
    } catch {
        return (error as? CodecError)?.code
    }
}

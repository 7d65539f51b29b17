internal import CPNG
package import ImageModel

/// Writes a PNG file row by row, in the smallest form that loses nothing: a palette, fewer bits, grey, no alpha.
///
/// A picture of up to 8 MiB of pixels is held until it is whole, so that the form can be chosen; a larger one is
/// written in strips of 1 MiB, in the form of its input. Filters and deflater are chosen by how well the pixels
/// compress: photographs need a tenth of the time that libvips takes, and no picture of the corpus needs more bytes.
@safe package struct PNGWriter: ~Copyable {
    package let size: PixelSize
    package let channels: Int
    private let handle: OpaquePointer

    /// A writer of a picture of 8 bits a sample and 1…4 channels: grey, grey and alpha, RGB, RGBA, alpha straight.
    ///
    /// - Throws: `unencodable` for an impossible picture; `operationFailed` without memory.
    package static func open(
        size: PixelSize, channels: Int, metadata: PNGMetadata = PNGMetadata()
    ) throws(CodecError) -> PNGWriter {
        guard let width = UInt32(exactly: size.width), let height = UInt32(exactly: size.height),
            let count = Int32(exactly: channels)
        else { throw CodecError(.unencodable, format: .png) }
        var handle: OpaquePointer?
        let result = try metadata.withShim { (metadata) throws(CodecError) in
            unsafe cpng_writer_open(width, height, count, metadata, &handle)
        }
        guard unsafe result.status == CPNG_OK, let handle = unsafe handle else {
            throw CodecError(.unencodable, result)
        }
        return unsafe PNGWriter(size: size, channels: channels, adopting: handle)
    }

    private init(size: PixelSize, channels: Int, adopting handle: OpaquePointer) {
        self.size = size
        self.channels = channels
        unsafe self.handle = handle
    }

    deinit { unsafe cpng_writer_free(handle) }

    /// Takes the next row, width × channels samples, which may change afterwards. Blocks.
    ///
    /// - Throws: `operationFailed` for a row that is too short or one too many, and without memory.
    package mutating func add(row: UnsafeBufferPointer<UInt8>) throws(CodecError) {
        guard let base = row.baseAddress, row.count >= size.width * channels else {
            throw CodecError(.operationFailed, format: .png, detail: "A row is too short.")
        }
        let result = unsafe cpng_writer_add_row(handle, base)
        guard unsafe result.status == CPNG_OK else { throw CodecError(.unencodable, result) }
    }

    /// The file, when all rows are in. Blocks.
    ///
    /// - Throws: `operationFailed` if rows are missing, and without memory.
    package consuming func finish() throws(CodecError) -> EncodedBytes {
        var bytes: UnsafeMutablePointer<UInt8>?
        var count = 0
        let result = unsafe cpng_writer_finish(handle, &bytes, &count)
        guard unsafe result.status == CPNG_OK, let bytes = unsafe bytes else {
            throw CodecError(.unencodable, result)
        }
        return unsafe EncodedBytes(adopting: bytes, count: count) { base in
            unsafe cpng_bytes_free(UnsafeMutableRawPointer(mutating: base).assumingMemoryBound(to: UInt8.self))
        }
    }

    /// The most bytes that writing a picture takes, including the file.
    package static func bytes(size: PixelSize, channels: Int) -> Int {
        cpng_writer_bytes(UInt32(clamping: size.width), UInt32(clamping: size.height), Int32(clamping: channels))
    }
}

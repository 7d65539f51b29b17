internal import CPlanarAVIF
package import ImageModel

/// Writes planes in full range as an AVIF file of 8 bits. Rows are taken while they come; libheif holds the picture until
/// it is whole.
@safe package final class PlanarAVIFWriter: PlaneFileSink {
    private let handle: OpaquePointer
    /// The planes that are given: luma alone for grey pictures.
    private var taken: TakenRows

    /// The planes that are taken: colours at half the sides up to a quality of 89 unless `options` say otherwise, as
    /// libvips does.
    package static func layout(
        for source: PlaneLayout, quality: Int, options: OutputOptions.AVIF
    ) -> PlaneLayout {
        source.colours == .grey ? .grey : PlaneLayout(options.subsampling ?? .auto, quality: quality)
    }

    /// `layout` is grey, halved or full; `quality` is 1 to 100.
    ///
    /// - Throws: `unencodable`.
    package init(
        size: PixelSize, layout: PlaneLayout, quality: Int, options: OutputOptions.AVIF
    ) throws(CodecError) {
        try VipsLibrary.start()
        let isGrey = layout.planes == 1
        let halves =
            layout == .halved || isGrey && Self.layout(for: .full, quality: quality, options: options) == .halved
        let output = PAOutput(
            width: Int32(clamping: size.width), height: Int32(clamping: size.height), is_halved: halves,
            is_grey: isGrey, quality: Int32(quality), speed: Int32(options.speed ?? Self.standardSpeed))
        var handle: OpaquePointer?
        let result = unsafe pa_writer_open(output, &handle)
        guard unsafe result.status == PA_OK, let handle = unsafe handle else {
            throw CodecError(.unencodable, format: .avif, detail: unsafe String(cString: result.message))
        }
        unsafe self.handle = handle
        taken = TakenRows(layout, of: size)
    }

    deinit { unsafe pa_writer_close(handle) }

    private static let standardSpeed = 7

    package func firstNeeded(of plane: Int) -> Int { taken.firstNeeded(of: plane) }

    package func write(_ planes: [PlaneRows]) -> Bool {
        taken.take(planes) { unsafe pa_writer_row(handle, $0, $1) }
    }

    /// The file, when all rows are taken. Blocks: nearly all of the work is here, on this thread.
    ///
    /// - Throws: `unencodable`.
    package func finish() throws(CodecError) -> EncodedBytes {
        var bytes: UnsafeMutablePointer<UInt8>?
        var count = 0
        let result = unsafe pa_finish(handle, &bytes, &count)
        guard unsafe result.status == PA_OK, let bytes = unsafe bytes else {
            throw CodecError(.unencodable, format: .avif, detail: unsafe String(cString: result.message))
        }
        return unsafe EncodedBytes(adopting: bytes, count: count) {
            unsafe pa_bytes_release(UnsafeMutableRawPointer(mutating: $0))
        }
    }
}

internal import CPlanarAVIF
package import ImageModel

/// Writes planes in full range as an AVIF file of 8 bits. Rows are taken while they come; libheif holds the picture until
/// it is whole.
@safe package final class PlanarAVIFWriter: PlaneFileSink {
    private let handle: OpaquePointer
    /// The planes that are given: luma alone for grey pictures.
    private let sizes: [PixelSize]
    /// The first row of each plane that is not taken yet.
    private var next: [Int]

    /// The planes that are taken: colours at half the sides up to a quality of 89 unless `options` say otherwise, as
    /// libvips does.
    package static func layout(
        for source: PlaneLayout, quality: Int, options: OutputOptions.AVIF
    ) -> PlaneLayout {
        guard source.colours != .grey else { return .grey }
        switch options.subsampling ?? .auto {
        case .on: return .halved
        case .off: return .full
        case .auto: return quality <= finestHalvedQuality ? .halved : .full
        }
    }

    private static let finestHalvedQuality = 89

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
        sizes = (0..<layout.planes).map { layout.size(of: $0, in: size) }
        next = sizes.map { _ in 0 }
    }

    deinit { unsafe pa_writer_close(handle) }

    private static let standardSpeed = 7

    /// The first row of `plane` that is still needed; its height when none is.
    package func firstNeeded(of plane: Int) -> Int { next[plane] }

    /// Takes what is ready of `planes`; returns whether that was anything.
    package func write(_ planes: [PlaneRows]) -> Bool {
        var isAny = false
        for (index, plane) in planes.enumerated() {
            while next[index] < plane.ready {
                let row = unsafe pa_writer_row(handle, Int32(index), Int32(next[index]))
                unsafe row.update(from: plane.row(next[index]), count: sizes[index].width)
                next[index] += 1
                isAny = true
            }
        }
        return isAny
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

internal import CPlanarWebP
internal import CVipsShim
package import ImageModel

/// Writes planes in WebP's limited range as a lossy WebP file. Rows are taken while they come; libwebp holds the picture
/// until it is whole.
@safe package final class PlanarWebPWriter: PlaneFileSink {
    private let handle: OpaquePointer
    /// The planes that are given: luma alone for grey pictures.
    private var taken: TakenRows

    /// Whether `options` are for planes: libwebp makes files without loss, and chooses colours smartly, from RGB.
    package static func takes(_ options: OutputOptions.WebP) -> Bool {
        options.compression ?? .lossy == .lossy && options.smartSubsampling != true
    }

    /// The planes that are taken of a picture whose source has `source`: colours at half the sides, or none.
    package static func layout(for source: PlaneLayout) -> PlaneLayout {
        source.colours == .grey ? PlaneLayout(.grey, range: .limited) : .webp
    }

    /// `layout` is one that `layout(for:)` gives; `quality` is 1 to 100.
    ///
    /// - Throws: `unencodable`.
    package init(
        size: PixelSize, layout: PlaneLayout, quality: Int, options: OutputOptions.WebP
    ) throws(CodecError) {
        let output = PWOutput(
            width: Int32(clamping: size.width), height: Int32(clamping: size.height), quality: Int32(quality),
            effort: Int32(options.effort ?? Self.standardEffort), preset: options.preset.planar,
            is_grey: layout.planes == 1)
        var handle: OpaquePointer?
        let result = unsafe pw_writer_open(output, &handle)
        guard unsafe result.status == PW_OK, let handle = unsafe handle else {
            throw CodecError(.unencodable, format: .webp, detail: unsafe String(cString: result.message))
        }
        unsafe self.handle = handle
        taken = TakenRows(layout, of: size)
    }

    deinit { unsafe pw_writer_close(handle) }

    /// As libvips has it, too.
    private static let standardEffort = 4

    package func firstNeeded(of plane: Int) -> Int { taken.firstNeeded(of: plane) }

    package func write(_ planes: [PlaneRows]) -> Bool {
        taken.take(planes) { unsafe pw_writer_row(handle, $0, $1) }
    }

    /// The file, when all rows are taken. Blocks: nearly all of the work is here. Ends early when the thread's work is to
    /// end.
    ///
    /// - Throws: `unencodable`, `interrupted`.
    package func finish() throws(CodecError) -> EncodedBytes {
        var bytes: UnsafeMutablePointer<UInt8>?
        var count = 0
        let result = unsafe pw_finish(handle, { sw_is_interrupted() }, &bytes, &count)
        if unsafe result.status == PW_ENDED { throw CodecError(.interrupted, format: .webp) }
        guard unsafe result.status == PW_OK, let bytes = unsafe bytes else {
            throw CodecError(.unencodable, format: .webp, detail: unsafe String(cString: result.message))
        }
        return unsafe EncodedBytes(adopting: bytes, count: count) {
            unsafe pw_bytes_release(UnsafeMutableRawPointer(mutating: $0))
        }
    }
}

extension OutputOptions.WebPPreset? {
    fileprivate var planar: PWPreset {
        switch self {
        case nil, .standard: PW_DEFAULT
        case .photo: PW_PHOTO
        case .picture: PW_PICTURE
        case .drawing: PW_DRAWING
        case .icon: PW_ICON
        case .text: PW_TEXT
        }
    }
}

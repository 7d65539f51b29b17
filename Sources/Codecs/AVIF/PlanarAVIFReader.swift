internal import CPlanarAVIF
package import ImageModel

/// An AVIF still as planes, in its own range. dav1d decodes the picture as a whole.
///
/// libheif, which reads the others, only returns planes that were converted to RGB.
@safe package struct PlanarAVIFReader: PlaneSource, ~Copyable {
    private let handle: OpaquePointer
    private let layout: PlaneLayout
    private let stored: PixelSize

    /// The planes of an AVIF file; `nil` for kinds that only libvips reads: made of tiles, rotated or cropped by
    /// properties, with samples of other than 8 bits, with other colours than BT.601's, or with unusual tables. It does
    /// not say whether there is alpha.
    package static func layout(of bytes: [UInt8], size: PixelSize) -> PlaneLayout? {
        guard let primary = HEIFPrimary(of: bytes), primary.kind == "av01", primary.data != nil,
            primary.properties.allSatisfy({ plainProperties.contains($0.type) }),
            primary.number("ispe", at: 4, size: 4) == size.width, primary.number("ispe", at: 8, size: 4) == size.height,
            let samples = primary.number("av1C", at: 2, size: 1), let range = range(of: primary)
        else { return nil }
        // AV1 codec ISO media file format binding, 2.3.3.
        let (isDeep, isGrey) = (samples & 0x40 != 0, samples & 0x10 != 0)
        let (across, down) = (samples & 0x08 == 0 ? 1 : 2, samples & 0x04 == 0 ? 1 : 2)
        guard !isDeep, down <= across else { return nil }
        if isGrey { return range == .full ? .grey : nil }
        return PlaneLayout(.differences, across: across, down: down, range: range)
    }

    /// Properties that do not change how a picture is shown, or that are handled here.
    private static let plainProperties: Set = ["av1C", "ispe", "pixi", "colr", "pasp"]
    /// BT.470 BG and BT.601, which are the same (ITU-T H.273, 8.3).
    private static let matrices = 5...6

    /// The range of the samples; `nil` for other colours, and if the file doesn't say.
    private static func range(of primary: HEIFPrimary) -> SampleRange? {
        guard let colours = primary.numberedColours, let matrix = primary.number(colours, at: 8, size: 2),
            matrices.contains(matrix),
            let flags = primary.number(colours, at: 10, size: 1)
        else { return nil }
        return flags & 0x80 != 0 ? .full : .limited
    }

    /// Decodes `bytes`, whose header has `layout` and `size`, and lends a reader of its planes. Blocks.
    ///
    /// - Throws: `undecodable`, also if the file is not what its header says; what `body` throws.
    package static func reading<Result>(
        _ bytes: [UInt8], layout: PlaneLayout, size: PixelSize,
        _ body: (borrowing PlanarAVIFReader) throws(CodecError) -> Result
    ) throws(CodecError) -> Result {
        guard let data = HEIFPrimary(of: bytes)?.data else { throw CodecError(.undecodable, format: .avif) }
        let expected = PAPicture(
            width: Int32(clamping: size.width), height: Int32(clamping: size.height), planes: Int32(layout.planes),
            across: Int32(layout.across), down: Int32(layout.down))
        var handle: OpaquePointer?
        let result = unsafe bytes[data].withUnsafeBufferPointer { stream -> PAResult? in
            guard let base = stream.baseAddress else { return nil }
            return unsafe pa_reader_open(base, stream.count, expected, &handle)
        }
        guard let handle = unsafe handle else {
            throw CodecError(
                .undecodable, format: .avif, detail: unsafe result.map { unsafe String(cString: $0.message) } ?? "")
        }
        return try body(unsafe PlanarAVIFReader(adopting: handle, layout, size))
    }

    private init(adopting handle: OpaquePointer, _ layout: PlaneLayout, _ size: PixelSize) {
        unsafe self.handle = handle
        self.layout = layout
        stored = size
    }

    deinit { unsafe pa_reader_close(handle) }

    package func size(of plane: Int) -> PixelSize { layout.size(of: plane, in: stored) }

    package func density(of plane: Int) -> PlaneDensity {
        let (across, down) = layout.factors(of: plane)
        return PlaneDensity(across: 1 / Double(across), down: 1 / Double(down))
    }

    /// Rows of luma that are passed on at once.
    private static let groupRows = 16

    package func group(of plane: Int) -> Int { Self.groupRows / layout.factors(of: plane).down }

    package func rows(of plane: Int, keeping rows: Int) -> PlaneRows { PlaneRows(size: size(of: plane), keeping: rows) }

    package func read(into planes: [PlaneRows]) {
        for (index, plane) in planes.enumerated() {
            let end = min(plane.size.height, plane.ready + group(of: index))
            for row in plane.ready..<end {
                unsafe plane.row(row).update(
                    from: pa_reader_row(handle, Int32(index), Int32(row)), count: plane.size.width)
            }
            plane.ready = end
        }
    }
}

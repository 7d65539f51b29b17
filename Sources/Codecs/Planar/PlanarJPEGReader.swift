internal import CPlanarJPEG
package import ImageModel

/// Decodes a JPEG file into its planes, a row of blocks at a time.
@safe package struct PlanarJPEGReader: ~Copyable, PlaneSource {
    private let handle: OpaquePointer
    package let layout: PlaneLayout

    /// What planes a JPEG file has; `nil` for kinds that are read by libvips alone (CMYK, RGB, arithmetic coding, odd
    /// sampling) and for what can't be read.
    package static func layout(of bytes: [UInt8]) -> PlaneLayout? {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            // Why it can't be opened is told by the loader that takes it instead.
            guard let opened = try? unsafe open(buffer) else { return nil }
            return opened.layout
        }
    }

    /// Opens `bytes` for the time of `body`.
    ///
    /// - Throws: `undecodable`, and what `body` throws.
    package static func reading<Result>(
        _ bytes: [UInt8], _ body: (borrowing PlanarJPEGReader) throws(CodecError) -> Result
    ) throws(CodecError) -> Result {
        try unsafe bytes.withUnsafeBufferPointer { (buffer) throws(CodecError) -> Result in
            try body(try unsafe open(buffer))
        }
    }

    private static func open(_ bytes: UnsafeBufferPointer<UInt8>) throws(CodecError) -> PlanarJPEGReader {
        var handle: OpaquePointer?
        var header = PJHeader()
        guard let base = bytes.baseAddress, unsafe pj_reader_open(base, bytes.count, &handle, &header) == PJ_OK,
            let handle = unsafe handle
        else { throw CodecError(.undecodable, format: .jpeg) }
        let layout = PlaneLayout(
            header.planes == 1 ? .grey : .differences, across: Int(header.across), down: Int(header.down))
        return unsafe PlanarJPEGReader(adopting: handle, layout)
    }

    private init(adopting handle: OpaquePointer, _ layout: PlaneLayout) {
        unsafe self.handle = handle
        self.layout = layout
    }

    deinit { unsafe pj_reader_close(handle) }

    /// Starts to decode at 1/`denominator` (1, 2, 4, 8) of the sides. A progressive file is read to its end here.
    ///
    /// - Throws: `undecodable`, also for more than `maximumScans` scans.
    package func start(denominator: Int, maximumScans: Int) throws(CodecError) {
        try check(unsafe pj_reader_start(handle, Int32(denominator), Int32(clamping: maximumScans)))
    }

    /// The samples of `plane`, after the start.
    package func size(of plane: Int) -> PixelSize {
        PixelSize(
            width: Int(unsafe pj_plane_width(handle, Int32(plane))),
            height: Int(unsafe pj_plane_height(handle, Int32(plane))))
    }

    /// Rows of `plane` that come at once.
    package func group(of plane: Int) -> Int { Int(unsafe pj_group(handle, Int32(plane))) }

    /// A plane for what is read, which keeps `rows` rows.
    package func rows(of plane: Int, keeping rows: Int) -> PlaneRows {
        PlaneRows(
            size: size(of: plane), writtenWidth: Int(unsafe pj_plane_written_width(handle, Int32(plane))),
            keeping: rows)
    }

    /// The next group of rows of each plane. Blocks.
    ///
    /// - Throws: `undecodable`.
    package func read(into planes: [PlaneRows]) throws(CodecError) {
        let rows = unsafe planes.map { unsafe $0.shim }
        let next = planes.map { Int32($0.ready) }
        try check(unsafe pj_read(handle, rows, next))
        for (index, plane) in planes.enumerated() {
            plane.ready = min(plane.size.height, plane.ready + group(of: index))
        }
    }

    private func check(_ status: PJStatus) throws(CodecError) {
        guard status != PJ_OK else { return }
        throw CodecError(.undecodable, format: .jpeg, detail: unsafe String(cString: pj_reader_text(handle)))
    }
}

internal import CPlanarJPEG
internal import CVipsShim
package import ImageModel

/// Decodes a JPEG file into its planes, a row of blocks at a time.
@safe package struct PlanarJPEGReader: ~Copyable, PlaneSource {
    private let handle: OpaquePointer
    private let header: PJHeader
    private var scales = [PJScale](repeating: .full, count: PJ_PLANES)

    /// What a JPEG file says of its picture.
    struct Frame {
        let size: PixelSize
        let layout: PlaneLayout
        /// The picture is in more than one scan.
        let hasScans: Bool
    }

    /// What a JPEG file says of its picture; `nil` for kinds that are read by libvips alone (CMYK, arithmetic coding)
    /// and for what can't be read.
    static func frame(of bytes: [UInt8]) -> Frame? {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            // The loader that takes it instead says why it can't be opened.
            guard let opened = try? unsafe open(buffer) else { return nil }
            let size = PixelSize(width: Int(opened.header.width), height: Int(opened.header.height))
            return Frame(size: size, layout: opened.layout, hasScans: opened.header.has_scans)
        }
    }

    /// The file's planes. Colour differences that are finer than luma count as equally fine.
    private var layout: PlaneLayout {
        let (across, down) = (header.across.0 / max(1, header.across.1), header.down.0 / max(1, header.down.1))
        return switch header.colours {
        case PJ_GREY: .grey
        case PJ_RGB: PlaneLayout(.rgb)
        default: PlaneLayout(.differences, across: max(1, Int(across)), down: max(1, Int(down)))
        }
    }

    /// Opens `bytes` for the time of `body`.
    ///
    /// - Throws: `undecodable`, and what `body` throws.
    package static func reading<Result>(
        _ bytes: [UInt8], _ body: (inout PlanarJPEGReader) throws(CodecError) -> Result
    ) throws(CodecError) -> Result {
        try unsafe bytes.withUnsafeBufferPointer { (buffer) throws(CodecError) -> Result in
            var reader = try unsafe open(buffer)
            return try body(&reader)
        }
    }

    private static func open(_ bytes: UnsafeBufferPointer<UInt8>) throws(CodecError) -> PlanarJPEGReader {
        var handle: OpaquePointer?
        var header = PJHeader()
        guard let base = bytes.baseAddress else { throw CodecError(.undecodable, format: .jpeg) }
        try unsafe check(pj_reader_open(base, bytes.count, &handle, &header))
        guard let handle = unsafe handle else { throw CodecError(.undecodable, format: .jpeg) }
        return unsafe PlanarJPEGReader(adopting: handle, header)
    }

    private static let endMarker: [UInt8] = [0xFF, 0xD9]
    /// More are not looked at for a missing end marker.
    private static let mostScans = 1000

    /// Whether `bytes` are a file that lacks nothing but its end marker: for libjpeg, which reads ahead, it is the same as
    /// one that is cut short.
    ///
    /// Costs nothing for files that end with the marker, a walk over the bytes for those with something behind it, and a
    /// decode at an eighth of the sides for those without it. Blocks.
    @safe static func lacksOnlyItsEnd(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard unsafe !bytes.suffix(endMarker.count).elementsEqual(endMarker) else { return false }
        // The loader that takes it instead says why it can't be opened.
        guard var reader = try? unsafe open(bytes.assumingMemoryBound(to: UInt8.self)) else { return false }
        do throws(CodecError) {
            return try reader.isWholeWithoutEnd()
        } catch {
            return false
        }
    }

    /// Whether the first block of the picture is there; `nil` for kinds that are not read here, and for what can't be read.
    static func hasABlock(_ bytes: [UInt8]) -> Bool? {
        do throws(CodecError) {
            return try reading(bytes) { (reader) -> Bool in
                // Nothing else is asked of the reader, which says no more than that it can't start.
                do throws(CodecError) { try reader.start([], maximumScans: Self.mostScans, damage: .show) } catch {
                    return false
                }
                return true
            }
        } catch {
            return nil
        }
    }

    private mutating func isWholeWithoutEnd() throws(CodecError) -> Bool {
        let smallest = PlaneDensity(across: 0, down: 0)
        try start(Array(repeating: smallest, count: planeCount), maximumScans: Self.mostScans)
        guard unsafe pj_lacks_end(handle) else { return false }
        var planes: [PlaneRows] = []
        for plane in 0..<planeCount { planes.append(rows(of: plane, keeping: group(of: plane))) }
        while planes[0].ready < planes[0].size.height {
            try Interruption.check()
            try read(into: planes)
        }
        return true
    }

    private init(adopting handle: OpaquePointer, _ header: PJHeader) {
        unsafe self.handle = handle
        self.header = header
    }

    deinit { unsafe pj_reader_close(handle) }

    /// Starts to decode: each plane at the smallest scale, in eighths, that has at least as many samples as `densities`
    /// says, or else as it is. With `damage` shown, what is not there is grey; `isDamaged` tells. `loops` is for tests.
    ///
    /// - Throws: `undecodable`, also for more than `maximumScans` scans, and where damage is shown for a file of which not
    ///   a block is there.
    package mutating func start(
        _ densities: [PlaneDensity], maximumScans: Int, damage: DamagePolicy = .refuse, loops: PlaneLoops = .fastest
    ) throws(CodecError) {
        if damage == .show { unsafe pj_show_damage(handle) }
        for (plane, wanted) in densities.enumerated() where plane < header.planes {
            let stored = density(of: plane, at: .full)
            scales[plane] = PJScale(
                across: Self.eighths(wanted.across / stored.across), down: Self.eighths(wanted.down / stored.down))
        }
        let loops = loops == .plain ? PJ_LOOPS_PLAIN : PJ_LOOPS_FASTEST
        try unsafe Self.check(pj_reader_start(handle, scales, Int32(clamping: maximumScans), loops))
    }

    /// Whether anything was missing of what has been read, where damage is shown.
    package var isDamaged: Bool { unsafe pj_is_damaged(handle) }

    /// Planes of the file.
    package var planeCount: Int { Int(header.planes) }

    /// A little less than a whole number of eighths is that number: quotients are not exact.
    private static func eighths(_ share: Double) -> Int32 { Int32(min(8, max(1, (share * 8 - 1e-6).rounded(.up)))) }

    private func density(of plane: Int, at scale: PJScale) -> PlaneDensity {
        let across = [header.across.0, header.across.1, header.across.2][plane]
        let down = [header.down.0, header.down.1, header.down.2][plane]
        return PlaneDensity(
            across: Double(across * scale.across) / Double(8 * header.finest_across),
            down: Double(down * scale.down) / Double(8 * header.finest_down))
    }

    /// Samples of `plane` for each pixel, after the start.
    package func density(of plane: Int) -> PlaneDensity { density(of: plane, at: scales[plane]) }

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
        try unsafe Self.check(pj_read(handle, rows, next))
        for (index, plane) in planes.enumerated() {
            plane.ready = min(plane.size.height, plane.ready + group(of: index))
        }
    }

    private static func check(_ result: PJResult) throws(CodecError) {
        guard unsafe result.status != PJ_OK else { return }
        throw CodecError(.undecodable, format: .jpeg, detail: unsafe String(cString: result.message))
    }
}

extension PJScale {
    fileprivate static let full = PJScale(across: 8, down: 8)
}

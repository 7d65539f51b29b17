internal import CResampler
package import ImageModel

/// A PNG file as planes: colours weighted by their alpha.
extension PNGReader: PlaneSource {
    /// Rows that are read at once: enough that the calls around them don't matter.
    private static var rowsOfGroup: Int { 16 }

    package func size(of plane: Int) -> PixelSize { header.size }

    package func density(of plane: Int) -> PlaneDensity { .full }

    package func group(of plane: Int) -> Int { Self.rowsOfGroup }

    package func rows(of plane: Int, keeping rows: Int) -> PlaneRows { PlaneRows(size: header.size, keeping: rows) }

    package func read(into planes: [PlaneRows]) throws(CodecError) {
        guard let first = planes.first else { return }
        for row in first.ready..<min(first.ready + Self.rowsOfGroup, header.size.height) {
            var rows = unsafe [UnsafeMutablePointer<UInt8>?](repeating: nil, count: 4)
            for (index, plane) in planes.enumerated() {
                unsafe rows[index] = plane.row(row)
                plane.ready = row + 1
            }
            unsafe ps_split(try nextRow(), Int32(header.size.width), Int32(header.channels), rows)
        }
    }
}

extension PNGHeader {
    /// The planes that `PNGReader` returns; `nil` if it does not read the rows.
    package var planes: PlaneLayout? {
        hasReadableRows ? PlaneLayout(channels < 3 ? .grey : .rgb, hasAlpha: channels % 2 == 0) : nil
    }
}

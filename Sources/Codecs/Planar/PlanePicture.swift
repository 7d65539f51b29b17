internal import CResampler
internal import CVipsShim
package import ImageModel

/// A picture in memory that is put together from planes of equal size: grey or RGB, with straight alpha.
@safe package final class PlanePicture: PlaneSink {
    /// Whole once all rows were written.
    package let image: Image
    private let layout: PlaneLayout
    private let size: PixelSize
    /// The first row that is not there yet.
    private var next = 0

    /// An empty picture that says of itself what `source` says: metadata, profile, density.
    ///
    /// - Throws: `operationFailed` without memory.
    package init(size: PixelSize, layout: PlaneLayout, like source: borrowing Image) throws(CodecError) {
        let (width, height) = (Int32(clamping: size.width), Int32(clamping: size.height))
        image = try Image.made(.operationFailed) { out in
            unsafe sw_picture(source.handle, width, height, Int32(layout.planes), out)
        }
        self.layout = layout.finest
        self.size = size
    }

    package func firstNeeded(of plane: Int) -> Int { next }

    package func write(_ planes: [PlaneRows]) -> Bool {
        let ready = planes.map(\.ready).min() ?? 0
        guard next < ready else { return false }
        while next < ready {
            join(next, of: planes)
            next += 1
        }
        return true
    }

    private func join(_ row: Int, of planes: [PlaneRows]) {
        var rows = unsafe [UnsafePointer<UInt8>?](repeating: nil, count: 4)
        for (index, plane) in planes.enumerated() { unsafe rows[index] = UnsafePointer(plane.row(row)) }
        let target = unsafe sw_picture_row(image.handle, Int32(row))
        if layout.colours == .differences {
            unsafe ps_join_differences(rows, Int32(size.width), layout.range == .limited, target)
        } else {
            unsafe ps_join(rows, Int32(size.width), Int32(layout.planes), target)
        }
    }
}

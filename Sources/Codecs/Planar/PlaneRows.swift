internal import CPlanarJPEG
package import ImageModel

/// A plane of 8-bit samples of which only the newest rows are kept, or all of them.
///
/// Row r lies where row r − `capacity` lay. Who writes looks after what readers still need; who reads takes no row from
/// `ready` on. A class because several stages look at one plane; it stays on the render's thread.
@safe package final class PlaneRows {
    /// Samples that mean something; rows in memory are longer.
    package let size: PixelSize
    /// Rows that are kept.
    package let capacity: Int
    /// Rows that are made, from the top.
    package var ready = 0

    let base: UnsafeMutablePointer<UInt8>
    let stride: Int
    let mask: Int

    /// Room behind a row for loops that work in blocks of 64.
    private static let blockBytes = 64

    /// A plane that keeps `rows` rows or some more; all of them when it has no more. Rows have room for `writtenWidth`
    /// samples.
    package init(size: PixelSize, writtenWidth: Int = 0, keeping rows: Int) {
        self.size = size
        let blocks = (max(size.width, writtenWidth) + Self.blockBytes - 1) / Self.blockBytes
        stride = (blocks + 1) * Self.blockBytes
        var power = 1
        while power < rows { power *= 2 }
        // Readers of groups may ask for a few rows past the last.
        let all = size.height + Self.spareRows
        capacity = min(power, all)
        mask = power <= all ? power - 1 : Int.max
        unsafe base = .allocate(capacity: capacity * stride)
    }

    deinit { unsafe base.deallocate() }

    /// Rows that a reader of groups may write past a plane's last.
    package static let spareRows = 32

    /// Bytes that it holds.
    package var byteCount: Int { capacity * stride }

    func row(_ index: Int) -> UnsafeMutablePointer<UInt8> {
        unsafe base + (index & mask) * stride
    }

    /// Repeats the last sample of row `index` up to `width` samples.
    func extendRow(_ index: Int, to width: Int) {
        guard width > size.width else { return }
        let row = unsafe row(index)
        unsafe (row + size.width).update(repeating: row[size.width - 1], count: width - size.width)
    }

    var shim: PJRows { unsafe PJRows(rows: base, stride: stride, mask: mask) }

    /// Sample by sample what `orientation` shows of this plane, which is whole.
    package func turned(by orientation: Orientation) -> PlaneRows {
        let result = PlaneRows(size: orientation.applied(to: size), keeping: .max / 4)
        let (reversesColumns, reversesRows) = (orientation.reversesColumns, orientation.reversesRows)
        for y in 0..<result.size.height {
            let target = unsafe result.row(y)
            if orientation.swapsSides {
                let column = reversesColumns ? size.width - 1 - y : y
                for x in 0..<result.size.width {
                    unsafe target[x] = row(reversesRows ? size.height - 1 - x : x)[column]
                }
            } else {
                let source = unsafe row(reversesRows ? size.height - 1 - y : y)
                for x in 0..<result.size.width {
                    unsafe target[x] = source[reversesColumns ? size.width - 1 - x : x]
                }
            }
        }
        result.ready = result.size.height
        return result
    }
}

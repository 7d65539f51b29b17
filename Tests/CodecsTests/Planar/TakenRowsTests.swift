import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct TakenRowsTests {
    private static let size = PixelSize(width: 6, height: 4)

    /// Planes of `layout` whose sample at x, y is 50 · plane + 10 · y + x.
    private static func planes(_ layout: PlaneLayout) -> [PlaneRows] {
        (0..<layout.planes).map { plane in
            let rows = PlaneRows(size: layout.size(of: plane, in: size), keeping: .max / 4)
            for y in 0..<rows.size.height {
                for x in 0..<rows.size.width { unsafe rows.row(y)[x] = UInt8(50 * plane + 10 * y + x) }
            }
            return rows
        }
    }

    @Test(
        "Each row is taken once, when it is ready, whichever plane is ahead",
        arguments: [PlaneLayout.halved, .full, .grey])
    func rows(layout: PlaneLayout) {
        let planes = Self.planes(layout)
        var taken = TakenRows(layout, of: Self.size)
        let target = UnsafeMutablePointer<UInt8>.allocate(capacity: 1 << 16)
        defer { unsafe target.deallocate() }
        var asked: [[Int32]] = []
        func take() -> Bool {
            taken.take(planes) { plane, row in
                asked.append([plane, row])
                return unsafe target + Int(plane) * 4096 + Int(row) * 64
            }
        }
        #expect(!take())
        for step in 1...Self.size.height {
            for (index, plane) in planes.enumerated() where index != 1 || step > 2 {
                plane.ready = min(plane.size.height, step)
            }
            _ = take()
            #expect(!take(), "step \(step)")
            #expect(taken.firstNeeded(of: 0) == step)
        }
        #expect(Set(asked).count == asked.count)
        #expect(asked.count == planes.reduce(0) { $0 + $1.size.height })
        for (index, plane) in planes.enumerated() {
            for y in 0..<plane.size.height {
                for x in 0..<plane.size.width {
                    #expect(unsafe target[index * 4096 + y * 64 + x] == plane.row(y)[x])
                }
            }
        }
    }
}

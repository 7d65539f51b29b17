/// How the samples of a picture lie in planes: grey alone, or luma and two colour differences that may be coarser.
package struct PlaneLayout: Sendable, Hashable {
    /// 1 or 3.
    package var planes: Int
    /// Luma samples beside each other for one sample of the other planes: 1 or 2.
    package var across: Int
    /// The same above each other.
    package var down: Int

    package init(planes: Int, across: Int, down: Int) {
        self.planes = planes
        self.across = across
        self.down = down
    }

    package static let grey = PlaneLayout(planes: 1, across: 1, down: 1)
    /// 4:4:4.
    package static let full = PlaneLayout(planes: 3, across: 1, down: 1)
    /// 4:2:0.
    package static let halved = PlaneLayout(planes: 3, across: 2, down: 2)

    /// Luma samples a side for one sample of `plane`.
    package func factors(of plane: Int) -> (across: Int, down: Int) {
        plane == 0 ? (1, 1) : (across, down)
    }

    /// The samples of `plane` in a picture of `size`.
    package func size(of plane: Int, in size: PixelSize) -> PixelSize {
        let (across, down) = factors(of: plane)
        return PixelSize(width: (size.width + across - 1) / across, height: (size.height + down - 1) / down)
    }
}

package import ImageModel

/// A picture that is decoded into planes, a group of rows at a time.
package protocol PlaneSource: ~Copyable {
    /// The samples of `plane`.
    func size(of plane: Int) -> PixelSize

    /// How many samples of `plane` there are for each pixel of the picture.
    func density(of plane: Int) -> PlaneDensity

    /// Rows of `plane` that come at once.
    func group(of plane: Int) -> Int

    /// A plane for what is read, which keeps `rows` rows.
    func rows(of plane: Int, keeping rows: Int) -> PlaneRows

    /// The next group of rows of each plane. Blocks.
    ///
    /// - Throws: `undecodable`.
    func read(into planes: [PlaneRows]) throws(CodecError)
}

/// Samples of a plane for each pixel of the picture, in each direction.
package struct PlaneDensity: Sendable, Hashable {
    package var across: Double
    package var down: Double

    package init(across: Double, down: Double) {
        self.across = across
        self.down = down
    }

    package static let full = PlaneDensity(across: 1, down: 1)
}

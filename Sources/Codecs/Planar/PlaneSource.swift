package import ImageModel

/// A picture that is decoded into planes, a group of rows at a time.
package protocol PlaneSource: ~Copyable {
    /// The samples of `plane`.
    func size(of plane: Int) -> PixelSize

    /// Rows of `plane` that come at once.
    func group(of plane: Int) -> Int

    /// A plane for what is read, which keeps `rows` rows.
    func rows(of plane: Int, keeping rows: Int) -> PlaneRows

    /// The next group of rows of each plane. Blocks.
    ///
    /// - Throws: `undecodable`.
    func read(into planes: [PlaneRows]) throws(CodecError)
}

package import ImageModel

/// Something that is made of planes while their rows come: a file or a picture.
package protocol PlaneSink: AnyObject {
    /// The first row of `plane` that is still needed; its height when none is.
    func firstNeeded(of plane: Int) -> Int

    /// Takes what is ready of `planes`; returns whether that was anything. Blocks.
    ///
    /// - Throws: `unencodable`.
    func write(_ planes: [PlaneRows]) throws(CodecError) -> Bool
}

/// A file that is made of planes.
package protocol PlaneFileSink: PlaneSink {
    /// The file, when all rows are written. Blocks.
    ///
    /// - Throws: `unencodable`.
    func finish() throws(CodecError) -> EncodedBytes
}

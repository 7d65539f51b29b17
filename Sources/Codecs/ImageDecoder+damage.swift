internal import CVipsShim
internal import ImageModel

// Files of which libvips returns rows only up to the damage.
extension ImageDecoder {
    /// As `withReading`, for a file that may be damaged: from the first row that can't be decoded, rows are zeros.
    ///
    /// Decodes the existing rows twice: they are counted first, because an image is useless after an error.
    static func withRowsThatAreThere<Result>(
        _ bytes: [UInt8], _ format: ImageFormat, _ options: DecodeOptions,
        _ body: (borrowing Image, SourceReading) throws(CodecError) -> Result
    ) throws(CodecError) -> Result {
        let rows = try withLoaded(bytes, format, options) { (image, _) throws(CodecError) in try image.readableRows() }
        guard rows > 0 else { throw CodecError(.undecodable, format: format, detail: "there is no row") }
        return try withLoaded(bytes, format, options) { (image, reading) throws(CodecError) in
            try body(try image.keepingRows(rows), reading)
        }
    }
}

extension Image {
    /// Rows from the top that can be computed. Computes them.
    ///
    /// - Throws: `interrupted`, `operationFailed`.
    fileprivate func readableRows() throws(CodecError) -> Int {
        guard let rows = unsafe sw_rows_open(handle) else {
            throw CodecError(.operationFailed, detail: VipsLibrary.takeErrorText())
        }
        defer { unsafe sw_rows_close(rows) }
        for row in 0..<size.height where unsafe sw_rows_compute(rows, Int32(row), 1) != 0 {
            try Interruption.check()
            // It is expected, and must not appear in the next failure.
            _ = VipsLibrary.takeErrorText()
            return row
        }
        return size.height
    }

    /// The image with zeros instead of the rows from `count` on.
    fileprivate func keepingRows(_ count: Int) throws(CodecError) -> Image {
        guard count < size.height else { return try same() }
        let kept = try cropped(to: PixelRect(left: 0, top: 0, size: PixelSize(width: size.width, height: count)))
        let (width, height, zeros) = (Int32(size.width), Int32(size.height), [Double](repeating: 0, count: bands))
        return try kept.operation { image, out in
            unsafe sw_embed(image, 0, 0, width, height, zeros, Int32(zeros.count), out)
        }
    }
}

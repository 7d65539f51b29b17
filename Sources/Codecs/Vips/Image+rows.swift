internal import CVipsShim
internal import ImageModel

extension Image {
    /// Calls `body` with each row from the top, samples side by side; rows are computed strip by strip. Blocks. For
    /// pictures of 8 bits a sample.
    ///
    /// - Throws: `unencodable`, naming `format`, when a row can't be computed; what `body` throws.
    @safe func forEachRow(
        _ format: ImageFormat, _ body: (UnsafeBufferPointer<UInt8>) throws(CodecError) -> Void
    ) throws(CodecError) {
        sw_clear_error()
        guard let rows = unsafe sw_rows_open(handle) else {
            throw CodecError(.unencodable, format: format, detail: VipsLibrary.takeErrorText())
        }
        defer { unsafe sw_rows_close(rows) }
        let (height, samples) = (size.height, size.width * bands)
        for top in stride(from: 0, to: height, by: Self.rowsOfStrip) {
            let count = min(Self.rowsOfStrip, height - top)
            guard unsafe sw_rows_compute(rows, Int32(top), Int32(count)) == 0 else {
                throw CodecError(.unencodable, format: format, detail: VipsLibrary.takeErrorText())
            }
            for y in top..<(top + count) {
                let row = unsafe UnsafeRawBufferPointer(start: sw_row(rows, Int32(y)), count: samples)
                try unsafe body(row.assumingMemoryBound(to: UInt8.self))
            }
        }
    }

    /// Rows computed at once: enough that each operation's own costs don't count.
    private static let rowsOfStrip = 64
}

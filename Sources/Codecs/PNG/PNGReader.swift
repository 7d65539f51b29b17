internal import CPNG
package import ImageModel

/// Reads a PNG file row by row: keeps two rows and what the inflater looks back on, never the picture.
///
/// Samples have 8 bits: palettes are resolved, fewer bits are expanded, a transparent colour becomes alpha. Interlaced
/// files and samples of 16 bits are not read here (`PNGHeader.hasReadableRows`), but by `ImageDecoder`.
@safe package struct PNGReader: ~Copyable {
    package let header: PNGHeader
    private let handle: OpaquePointer

    /// Lends a reader of `bytes`, positioned before the first row. The header has been read. With `damage` shown,
    /// missing rows are zeros, and `isDamaged` says so. Blocks.
    ///
    /// - Throws: `unreadableHeader`, and what `body` throws.
    package static func reading<Result>(
        _ bytes: [UInt8], damage: DamagePolicy = .refuse, _ body: (inout PNGReader) throws(CodecError) -> Result
    ) throws(CodecError) -> Result {
        try unsafe bytes.withUnsafeBufferPointer { (file) throws(CodecError) -> Result in
            guard let base = unsafe UnsafeRawPointer(file.baseAddress) else {
                throw CodecError(.unreadableHeader, format: .png)
            }
            var handle: OpaquePointer?
            let result = unsafe cpng_reader_open(base, file.count, &handle)
            guard unsafe result.status == CPNG_OK, let handle = unsafe handle else {
                throw CodecError(.unreadableHeader, result)
            }
            var reader = unsafe PNGReader(adopting: handle, fileAt: base)
            if damage == .show { unsafe cpng_reader_show_damage(handle) }
            return try body(&reader)
        }
    }

    /// What `bytes` say before their pixels; `nil` if they are not a PNG file.
    package static func header(of bytes: [UInt8]) -> PNGHeader? {
        // The loader that is used instead says why it can't be opened.
        try? reading(bytes) { (reader) throws(CodecError) in reader.header }
    }

    private init(adopting handle: OpaquePointer, fileAt base: UnsafeRawPointer) {
        unsafe self.handle = handle
        header = PNGHeader(unsafe cpng_reader_header(handle), fileAt: base)
    }

    deinit { unsafe cpng_reader_free(handle) }

    /// Whether any part of the lent rows was damaged or missing, if damage is shown.
    package var isDamaged: Bool { unsafe cpng_reader_is_damaged(handle) }

    /// Lends the next row, width × channels samples, while `body` runs. Blocks.
    ///
    /// - Throws: `undecodable` for a file that is damaged, truncated, or not readable here; `operationFailed` after the
    ///   last row or an error; and what `body` throws.
    package mutating func withNextRow<Result: ~Copyable>(
        _ body: (UnsafeBufferPointer<UInt8>) throws(CodecError) -> Result
    ) throws(CodecError) -> Result {
        try unsafe body(UnsafeBufferPointer(start: nextRow(), count: header.size.width * header.channels))
    }

    /// The next row, borrowed until the one after it.
    ///
    /// - Throws: as `withNextRow`.
    func nextRow() throws(CodecError) -> UnsafePointer<UInt8> {
        var row: UnsafePointer<UInt8>?
        let result = unsafe cpng_reader_next_row(handle, &row)
        guard unsafe result.status == CPNG_OK, let row = unsafe row else {
            throw CodecError(.undecodable, result)
        }
        return unsafe row
    }
}

extension CodecError {
    /// The failure of a call for PNG; `code` unless memory or a mistake of ours was the cause.
    @safe init(_ code: Code, _ result: CPNGResult) {
        let isOurs = unsafe result.status == CPNG_NO_MEMORY || result.status == CPNG_MISUSED
        self.init(isOurs ? .operationFailed : code, format: .png, detail: unsafe String(cString: result.message))
    }
}

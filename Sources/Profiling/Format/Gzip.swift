import CZlib

/// gzip (RFC 1952), using zlib.
enum Gzip {
    /// The maximum size of a decompressed profile.
    static let maximumBytes = 1 << 30
    /// Windows of 32 KiB, with gzip's header and trailer.
    private static let windowBits: Int32 = 15 + 16

    /// `bytes`, compressed.
    ///
    /// - Throws: `systemCall`, if memory runs out.
    static func compress(_ bytes: [UInt8]) throws(ProfilingError) -> [UInt8] {
        var stream = unsafe z_stream()
        let size = unsafe Int32(MemoryLayout<z_stream>.size)
        guard
            unsafe deflateInit2_(&stream, 6, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK
        else { throw ProfilingError(.systemCall, "There is not enough memory to compress the profile.") }
        defer { unsafe _ = deflateEnd(&stream) }
        var output = [UInt8](repeating: 0, count: unsafe Int(deflateBound(&stream, UInt(bytes.count))) + 32)
        var input = bytes
        let status = unsafe run(&stream, &input, &output) { unsafe deflate(&$0, Z_FINISH) }
        guard status == Z_STREAM_END else { throw ProfilingError(.systemCall, "The profile could not be compressed.") }
        unsafe output.removeLast(output.count - Int(stream.total_out))
        return output
    }

    /// The decompressed content of `bytes`.
    ///
    /// - Throws: `malformed`, including for more than `maximumBytes`.
    static func decompress(
        _ bytes: [UInt8], maximumBytes: Int = maximumBytes
    ) throws(ProfilingError) -> [UInt8] {
        var stream = unsafe z_stream()
        guard unsafe inflateInit2_(&stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { throw ProfilingError(.systemCall, "There is not enough memory to read the profile.") }
        defer { unsafe _ = inflateEnd(&stream) }
        var input = bytes
        var result: [UInt8] = []
        var consumed = 0
        while true {
            var chunk = [UInt8](repeating: 0, count: 256 * 1024)
            input = consumed == 0 ? input : Array(bytes[consumed...])
            let before = unsafe (Int(stream.total_in), Int(stream.total_out))
            let status = unsafe run(&stream, &input, &chunk) { unsafe inflate(&$0, Z_NO_FLUSH) }
            consumed = unsafe Int(stream.total_in)
            let produced = unsafe Int(stream.total_out) - before.1
            result += chunk[..<produced]
            if status == Z_STREAM_END { return result }
            guard status == Z_OK, produced > 0 || consumed > before.0, result.count <= maximumBytes else {
                throw ProfilingError(.malformed, "Not a profile, or an incomplete one: the gzip data ends early.")
            }
        }
    }

    /// One call of zlib, from all of `input` to `output`.
    private static func run(
        _ stream: inout z_stream, _ input: inout [UInt8], _ output: inout [UInt8], _ call: (inout z_stream) -> Int32
    ) -> Int32 {
        unsafe input.withUnsafeMutableBufferPointer { source in
            unsafe output.withUnsafeMutableBufferPointer { target in
                unsafe stream.next_in = source.baseAddress
                unsafe stream.avail_in = UInt32(source.count)
                unsafe stream.next_out = target.baseAddress
                unsafe stream.avail_out = UInt32(target.count)
                return unsafe call(&stream)
            }
        }
    }
}

import CZlib
import NIOCore

/// Decompresses a body as it arrives: holds the latest input, and outputs one piece at a time.
///
/// A body that does not begin like its coding is passed on unchanged: stores often have wrong metadata.
final class Inflater {
    private enum Phase {
        /// Too few bytes to tell what it is.
        case beginning
        case inflating
        case plain
        /// The compressed bytes have ended, unless more follow.
        case betweenMembers
        /// What follows is ignored.
        case ended
    }

    /// The most bytes of one piece of output.
    static let pieceBytes = 64 * 1024

    private let coding: ContentCoding
    private let stream: UnsafeMutablePointer<z_stream>
    private var phase = Phase.beginning
    private var input: [UInt8] = []
    /// How much of it is inflated.
    private var consumed = 0
    private var holdsMore = false
    private var isOpen = false

    init(_ coding: ContentCoding) {
        self.coding = coding
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
    }

    deinit {
        if isOpen { inflateEnd(stream) }
        stream.deallocate()
    }

    /// Takes the next bytes of the body; call it only when `next` has no more.
    func feed(_ bytes: some Collection<UInt8>) {
        guard phase != .ended else { return }
        input.removeFirst(consumed)
        consumed = 0
        input += bytes
    }

    /// The next piece of the decompressed body; `nil` if it needs more input.
    ///
    /// - Throws: `badAnswer` for damaged bytes.
    func next() throws(SourceError) -> ByteBuffer? {
        if phase == .beginning, input.count >= 2 { try begin() }
        while phase == .inflating || phase == .betweenMembers && input.count - consumed >= 2 {
            if phase == .betweenMembers {
                beginMember()
            } else if let piece = try inflated() {
                return piece
            } else if phase == .inflating {
                return nil
            }
        }
        return phase == .plain ? takeInput() : nil
    }

    /// The last piece, when `next` has no more and nothing follows; `nil` if everything has been output.
    ///
    /// - Throws: `badAnswer` if the compressed bytes are incomplete.
    func finish() throws(SourceError) -> ByteBuffer? {
        switch phase {
        case .beginning:
            // One byte or none: no coding begins like that.
            phase = .plain
            return takeInput()
        case .inflating: throw Self.damaged("ends too early")
        case .plain, .betweenMembers, .ended: return nil
        }
    }

    private func takeInput() -> ByteBuffer? {
        defer { input = [] }
        return input.isEmpty ? nil : ByteBuffer(bytes: input)
    }

    // MARK: - zlib

    /// zlib's window: 15 bits; plus 16 for gzip's frame, negative for no frame.
    private static let zlibWindow: Int32 = 15
    private static let gzipWindow: Int32 = 31
    private static let bareWindow: Int32 = -15

    private func begin() throws(SourceError) {
        let window: Int32
        switch coding {
        case .gzip:
            guard isGzip else {
                phase = .plain
                return
            }
            window = Self.gzipWindow
        case .deflate: window = isZlib ? Self.zlibWindow : Self.bareWindow
        }
        let size = Int32(MemoryLayout<z_stream>.size)
        guard inflateInit2_(stream, window, ZLIB_VERSION, size) == Z_OK else {
            throw SourceError(.reservationRefused, "There is no memory for the source now.")
        }
        isOpen = true
        phase = .inflating
    }

    /// RFC 1952, section 2.3.1.
    private var isGzip: Bool { input[consumed...].starts(with: [0x1F, 0x8B]) }

    /// RFC 1950, section 2.2: the method is 8, and both bytes are a multiple of 31.
    private var isZlib: Bool {
        input[0] & 0x0F == 8 && (Int(input[0]) << 8 | Int(input[1])) % 31 == 0
    }

    /// The next piece of output; `nil` if the input is used up, or the compressed bytes have ended.
    private func inflated() throws(SourceError) -> ByteBuffer? {
        // zlib may hold more output than fits into one piece, even when the input is used up.
        while phase == .inflating, consumed < input.count || holdsMore {
            var status = Z_OK
            let output = [UInt8](unsafeUninitializedCapacity: Self.pieceBytes) { buffer, count in
                status = inflateOnce(into: buffer)
                count = buffer.count - Int(stream.pointee.avail_out)
            }
            consumed = input.count - Int(stream.pointee.avail_in)
            holdsMore = output.count == Self.pieceBytes
            switch status {
            case Z_STREAM_END: phase = coding == .gzip ? .betweenMembers : .ended
            case Z_OK, Z_BUF_ERROR: break
            default: throw Self.damaged("is damaged")
            }
            if !output.isEmpty { return ByteBuffer(bytes: output) }
        }
        return nil
    }

    private func inflateOnce(into buffer: UnsafeMutableBufferPointer<UInt8>) -> Int32 {
        input.withUnsafeMutableBufferPointer { input in
            stream.pointee.next_in = input.baseAddress.map { $0 + consumed }
            stream.pointee.avail_in = UInt32(input.count - consumed)
            stream.pointee.next_out = buffer.baseAddress
            stream.pointee.avail_out = UInt32(buffer.count)
            return inflate(stream, Z_NO_FLUSH)
        }
    }

    /// Several gzip files in a row count as one (RFC 1952, section 2.2). Anything else that follows is ignored.
    private func beginMember() {
        phase = isGzip && inflateReset(stream) == Z_OK ? .inflating : .ended
        holdsMore = false
    }

    private static func damaged(_ what: String) -> SourceError {
        SourceError(.badAnswer, "The source's compressed body \(what).")
    }
}

import ImageModel
import NIOCore

/// Bytes that are kept anyway, as the pieces in which they are sent: one is copied at a time.
struct BodyPieces: AsyncSequence, Sendable {
    static let pieceBytes = 128 * 1024

    let bytes: EncodedBytes

    struct AsyncIterator: AsyncIteratorProtocol {
        let bytes: EncodedBytes
        private var offset = 0

        init(_ bytes: EncodedBytes) { self.bytes = bytes }

        mutating func next() async -> ByteBuffer? {
            let range = offset..<Swift.min(offset + BodyPieces.pieceBytes, bytes.count)
            guard !range.isEmpty else { return nil }
            offset = range.upperBound
            return unsafe bytes.withUnsafeBytes { buffer in
                unsafe ByteBuffer(bytes: UnsafeRawBufferPointer(rebasing: buffer[range]))
            }
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(bytes) }
}

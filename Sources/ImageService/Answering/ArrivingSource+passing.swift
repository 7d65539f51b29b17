package import NIOCore
import Sources

// A source that is handed on while it comes.
extension ArrivingSource {
    /// What is held of it: one piece, as large as sockets are read.
    private static let pieceBytes = 128 << 10

    /// Makes room for one piece, and lets another source begin: from here on, this one takes as long as its reader.
    ///
    /// - Throws: `needsMemory`, `deadlineExceeded`, `cancelled`.
    package func beginPassing() async throws(ServiceError) {
        try await reservation.reserve(Self.pieceBytes)
        reservation.complete(bytes: Self.pieceBytes, contentBytes: Self.pieceBytes)
        RequestAccount.note { $0.reserved(reservation.peakBytes) }
        await stream.leaveGate()
    }

    /// The next piece; `nil` at the end.
    ///
    /// - Throws: `source`, `cancelled`.
    package func nextPiece() async throws(ServiceError) -> ByteBuffer? {
        do throws(SourceError) {
            let piece = try await stream.next()
            RequestAccount.note { $0.bytesIn += piece?.readableBytes ?? 0 }
            return piece
        } catch {
            throw ServiceError(error)
        }
    }
}

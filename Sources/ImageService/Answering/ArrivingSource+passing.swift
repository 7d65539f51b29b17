package import NIOCore
import Sources

// A source that is passed on as it arrives.
extension ArrivingSource {
    /// How much of it is held: one piece, as much as is read from a socket at once.
    private static let pieceBytes = 128 << 10

    /// Makes room for one piece, and lets another source begin: from now on, this one is as slow as its reader.
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

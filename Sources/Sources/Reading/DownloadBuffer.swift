package import NIOCore

/// Asks for the memory of one source: `capacityBytes` is the new total, not the difference.
///
/// Called before memory is taken, and with a smaller total after some was returned. It may wait (cancellably) until
/// there is room, or throw to refuse.
package typealias CapacityReservation = @Sendable (_ capacityBytes: Int) async throws -> Void

/// The bytes of a body as they arrive; never holds more than was requested from `reserving`.
///
/// A body of declared length goes into one array of that size. Any other body is collected in pieces of 64 KiB, while
/// the reservation starts at 64 KiB and doubles. Pieces need no copy to grow, so an old and a new buffer never exist
/// together. When they are joined at the end, each piece is freed as soon as it is copied.
package struct DownloadBuffer {
    static let startBytes = 64 * 1024
    /// Bytes of a piece: 64 KiB minus the header of a Swift array, so that both together fill 64 KiB.
    static let pieceBytes = startBytes - 32

    let maximumBytes: Int
    private let reserving: CapacityReservation
    private var pieces: [[UInt8]] = []
    /// The capacity of the last piece; its array may have a few bytes more.
    private var pieceCapacity = 0
    /// The last reservation.
    private(set) var capacityBytes = 0
    /// How much of it the pieces take.
    private var takenBytes = 0
    private(set) var count = 0

    package init(maximumBytes: Int, reserving: @escaping CapacityReservation) {
        self.maximumBytes = maximumBytes
        self.reserving = reserving
    }

    /// Makes room for a body of exactly `bytes` bytes. Call it before the first `append`, or not at all.
    ///
    /// - Throws: `tooLarge`, `reservationRefused`.
    package mutating func expect(bytes: Int) async throws(SourceError) {
        guard bytes <= maximumBytes else { throw .tooLarge(maximumBytes: maximumBytes) }
        try await reserve(bytes)
        addPiece(capacity: bytes, takingBytes: bytes)
    }

    /// Adds a copy of `chunk` at the end.
    ///
    /// - Throws: `tooLarge`, `reservationRefused`.
    package mutating func append(_ chunk: ByteBufferView) async throws(SourceError) {
        guard chunk.count <= maximumBytes - count else { throw .tooLarge(maximumBytes: maximumBytes) }
        var rest = chunk
        while !rest.isEmpty {
            let last = pieces.indices.last
            let room = last.map { pieceCapacity - pieces[$0].count } ?? 0
            guard let last, room > 0 else {
                try await growByOnePiece()
                continue
            }
            let part = rest.prefix(room)
            pieces[last].append(contentsOf: part)
            count += part.count
            rest = rest.dropFirst(part.count)
        }
    }

    /// The whole body, in an array of which at most 10 % is unused. The buffer is empty afterwards.
    ///
    /// - Throws: `reservationRefused`.
    package mutating func finish() async throws(SourceError) -> (bytes: [UInt8], capacityBytes: Int) {
        if pieces.count == 1, (capacityBytes - count) * 10 <= capacityBytes {
            return (takePieces()[0], capacityBytes)
        }
        // While the last piece is copied, it and the whole copy exist.
        let whileJoining = count + (pieces.map(\.count).max() ?? 0)
        if whileJoining > capacityBytes { try await reserve(whileJoining) }
        let bytes = Self.joined(takePieces(), count: count)
        try await reserve(bytes.count)
        return (bytes, bytes.count)
    }

    /// A copy of the bytes so far.
    var beginning: [UInt8] { pieces.count == 1 ? pieces[0] : pieces.flatMap(\.self) }

    private mutating func takePieces() -> [[UInt8]] {
        defer { pieces = [] }
        return pieces
    }

    private static func joined(_ pieces: consuming [[UInt8]], count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        for index in pieces.indices {
            bytes.append(contentsOf: pieces[index])
            pieces[index] = []
        }
        return bytes
    }

    private mutating func growByOnePiece() async throws(SourceError) {
        let needed = takenBytes + Self.startBytes
        if needed > capacityBytes {
            try await reserve(max(needed, min(capacityBytes * 2, maximumBytes)))
        }
        addPiece(capacity: Self.pieceBytes, takingBytes: Self.startBytes)
    }

    private mutating func addPiece(capacity: Int, takingBytes: Int) {
        var piece: [UInt8] = []
        piece.reserveCapacity(capacity)
        pieces.append(piece)
        pieceCapacity = capacity
        takenBytes += takingBytes
    }

    private mutating func reserve(_ bytes: Int) async throws(SourceError) {
        try await Self.reserve(bytes, reserving)
        capacityBytes = bytes
    }

    /// Asks `reserving` for a total of `bytes`.
    ///
    /// - Throws: `reservationRefused` with its error as the cause; `cancelled`.
    static func reserve(_ bytes: Int, _ reserving: CapacityReservation) async throws(SourceError) {
        do {
            try await reserving(bytes)
        } catch is CancellationError {
            throw .cancelled()
        } catch {
            throw SourceError(.reservationRefused, "There is not enough memory for the source now.", cause: error)
        }
    }
}

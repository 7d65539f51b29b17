import NIOConcurrencyHelpers
import NIOCore
import Testing

@testable import Sources

@Suite struct DownloadBufferTests {
    /// Records what is reserved; refuses more than `limit`.
    private final class Budget: Sendable {
        struct Refusal: Error {}

        let limit: Int
        private let steps = NIOLockedValueBox<[Int]>([])

        init(limit: Int = .max) { self.limit = limit }

        var reserved: [Int] { steps.withLockedValue { $0 } }

        @Sendable func reserve(_ bytes: Int) throws {
            guard bytes <= limit else { throw Refusal() }
            steps.withLockedValue { $0.append(bytes) }
        }
    }

    private static let megabyte = 1024 * 1024

    private func body(_ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    }

    private func append(_ bytes: [UInt8], piece: Int, to buffer: inout DownloadBuffer) async throws {
        for start in stride(from: 0, to: bytes.count, by: piece) {
            let chunk = ByteBuffer(bytes: bytes[start..<min(start + piece, bytes.count)])
            try await buffer.append(chunk.readableBytesView)
        }
    }

    @Test("a body of stated length takes one reservation of that size")
    func declared() async throws {
        let budget = Budget()
        let bytes = body(300_000)
        var buffer = DownloadBuffer(maximumBytes: Self.megabyte, reserving: budget.reserve)
        try await buffer.expect(bytes: bytes.count)
        try await append(bytes, piece: 7_001, to: &buffer)
        let result = try await buffer.finish()
        #expect(result.bytes == bytes)
        #expect(result.capacityBytes == bytes.count)
        #expect(budget.reserved == [bytes.count])
    }

    @Test("a body of unknown length starts at 64 KiB, doubles, and ends at its size")
    func doubling() async throws {
        let budget = Budget()
        let bytes = body(300_000)
        var buffer = DownloadBuffer(maximumBytes: Self.megabyte, reserving: budget.reserve)
        try await append(bytes, piece: 9_999, to: &buffer)
        let result = try await buffer.finish()
        #expect(result.bytes == bytes)
        #expect(result.capacityBytes == bytes.count)
        #expect(budget.reserved == [65_536, 131_072, 262_144, 524_288, bytes.count])
    }

    @Test("the reservation does not double past the limit")
    func doublingStopsAtTheLimit() async throws {
        let budget = Budget()
        let limit = 5 * 65_536
        var buffer = DownloadBuffer(maximumBytes: limit, reserving: budget.reserve)
        try await append(body(290_000), piece: 65_536, to: &buffer)
        #expect(budget.reserved == [65_536, 131_072, 262_144, limit])
    }

    @Test("joining reserves the piece that is copied, if there is no room for it")
    func joining() async throws {
        let budget = Budget()
        let bytes = body(4 * DownloadBuffer.pieceBytes)
        var buffer = DownloadBuffer(maximumBytes: Self.megabyte, reserving: budget.reserve)
        try await append(bytes, piece: bytes.count, to: &buffer)
        _ = try await buffer.finish()
        #expect(budget.reserved == [65_536, 131_072, 262_144, bytes.count + DownloadBuffer.pieceBytes, bytes.count])
    }

    @Test(
        "an array of which more than 10 % is unused is replaced by one of the right size",
        arguments: [(65_504, 65_536), (58_983, 65_536), (58_982, 58_982), (10_000, 10_000), (1, 1)])
    func rightSizing(count: Int, capacity: Int) async throws {
        var buffer = DownloadBuffer(maximumBytes: Self.megabyte, reserving: Budget().reserve)
        try await append(body(count), piece: count, to: &buffer)
        let result = try await buffer.finish()
        #expect(result.capacityBytes == capacity)
        #expect(result.bytes.count == count)
        // Allocators round up to a size class, jemalloc by a quarter at most.
        #expect(result.bytes.capacity <= capacity + capacity / 4 + 32)
    }

    @Test("a body that is stated to be too large is refused before anything is reserved")
    func tooLargeDeclared() async {
        let budget = Budget()
        var buffer = DownloadBuffer(maximumBytes: 1_000, reserving: budget.reserve)
        do throws(SourceError) {
            try await buffer.expect(bytes: 1_001)
            Issue.record("no error")
        } catch {
            #expect(error.code == .tooLarge)
        }
        #expect(budget.reserved.isEmpty)
    }

    @Test("a body that becomes too large is refused at the byte that passes the limit")
    func tooLarge() async throws {
        var buffer = DownloadBuffer(maximumBytes: 100_000, reserving: Budget().reserve)
        try await append(body(100_000), piece: 1_000, to: &buffer)
        do throws(SourceError) {
            try await buffer.append(ByteBuffer(bytes: [1]).readableBytesView)
            Issue.record("no error")
        } catch {
            #expect(error.code == .tooLarge)
        }
    }

    @Test("a refused reservation ends the download with the refusal as the cause")
    func refused() async {
        var buffer = DownloadBuffer(maximumBytes: Self.megabyte, reserving: Budget(limit: 100_000).reserve)
        do {
            try await append(body(200_000), piece: 10_000, to: &buffer)
            Issue.record("no error")
        } catch {
            #expect((error as? SourceError)?.code == .reservationRefused)
            #expect((error as? SourceError)?.cause is Budget.Refusal)
        }
    }
}

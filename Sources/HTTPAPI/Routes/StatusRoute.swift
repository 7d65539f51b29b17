import CAllocator
import Codecs
import Foundation
import HTTPTypes
import Hummingbird
import ImageService
import NIOCore

/// `GET /status` on the admin listener: what the process holds, in bytes.
struct StatusRoute: Sendable {
    let service: ImageService

    private struct Status: Encodable {
        struct Requests: Encodable {
            var reservedBytes: Int
            var peakReservedBytes: Int
            var waitingForThread: Int
            var renderThreads: Int
        }

        struct Allocator: Encodable {
            var allocatedBytes: Int
            var activeBytes: Int
            var residentBytes: Int
            var retainedBytes: Int
        }

        struct Pixels: Encodable {
            var library: String
            var bytes: Int
            var peakBytes: Int
        }

        var requests: Requests
        /// Absent when another allocator than jemalloc was loaded in front.
        var allocator: Allocator?
        var pixels: Pixels
    }

    func handle(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        let status = Status(
            requests: .init(
                reservedBytes: service.ledger.reservedBytes, peakReservedBytes: service.ledger.peakBytes,
                waitingForThread: service.renderQueueLength, renderThreads: service.renderThreads),
            allocator: allocator,
            pixels: .init(
                library: "libvips \(VipsLibrary.version)", bytes: VipsLibrary.trackedBytes,
                peakBytes: VipsLibrary.trackedBytesPeak))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return Response(
            status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: try encoder.encode(status))))
    }

    /// The same without the body.
    func head(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        try await handle(request, context).createHeadResponse()
    }

    private var allocator: Status.Allocator? {
        var statistics = StillwaterAllocatorStatistics()
        guard stillwater_allocator_statistics(&statistics) else { return nil }
        return Status.Allocator(
            allocatedBytes: statistics.allocated, activeBytes: statistics.active,
            residentBytes: statistics.resident, retainedBytes: statistics.retained)
    }
}

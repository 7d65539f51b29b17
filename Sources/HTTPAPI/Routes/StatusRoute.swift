import CAllocator
import Codecs
import Foundation
import HTTPTypes
import Hummingbird
import ImageService
import Isolation
import NIOCore

/// `GET /status` on the admin listener: what the process holds, in bytes.
struct StatusRoute: Sendable {
    let service: ImageService

    private struct Status: Encodable {
        struct Requests: Encodable {
            var waiting: Int
            var waitingForThread: Int
            var renderThreads: Int
            var rendering: Int
            var joined: Int
            var refused: Int
            var waited: Int
            var late: Int
            var neverFitting: Int
        }

        struct Memory: Encodable {
            var limitBytes: Int
            var heldBytes: Int
            var peakHeldBytes: Int
            var sourceBytes: Int
            var fetchedBytes: Int
            var fetchedCapacityBytes: Int
            var overruns: Int
            var worstOverrunBytes: Int
        }

        struct Allocator: Encodable {
            var allocatedBytes: Int
            var activeBytes: Int
            var residentBytes: Int
            var retainedBytes: Int
            var metadataBytes: Int
        }

        struct Pixels: Encodable {
            var library: String
            var bytes: Int
            var peakBytes: Int
        }

        /// Processes that decode what is isolated.
        struct Workers: Encodable {
            var running: Int
            var idle: Int
            var idleBytes: Int
            var started: Int
            var unavailable: Int
            /// By cause; all causes, also those that have not occurred.
            var ended: [String: Int]

            init(_ counts: WorkerCounts) {
                running = counts.running
                idle = counts.idle
                idleBytes = counts.idleBytes
                started = counts.started
                unavailable = counts.unavailable
                ended = Dictionary(
                    uniqueKeysWithValues: WorkerCounts.Cause.allCases.map { ($0.rawValue, counts.ended[$0] ?? 0) })
            }
        }

        var requests: Requests
        /// What requests in flight may hold, and do.
        var memory: Memory
        /// Absent when another allocator than jemalloc was loaded in front.
        var allocator: Allocator?
        var pixels: Pixels
        var workers: Workers
    }

    func handle(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        let gauges = service.budget.gauges
        let status = Status(
            requests: .init(
                waiting: service.waitingCount, waitingForThread: service.renderQueueLength,
                renderThreads: service.renderThreads, rendering: gauges.rendering, joined: gauges.joined,
                refused: gauges.refused, waited: gauges.waited, late: gauges.late, neverFitting: gauges.tooLarge),
            memory: .init(
                limitBytes: gauges.limitBytes, heldBytes: gauges.heldBytes, peakHeldBytes: gauges.peakBytes,
                sourceBytes: gauges.sourceBytes, fetchedBytes: gauges.fetchedBytes,
                fetchedCapacityBytes: gauges.fetchedCapacityBytes, overruns: gauges.overruns,
                worstOverrunBytes: gauges.worstOverrunBytes),
            allocator: allocator,
            pixels: .init(
                library: "libvips \(VipsLibrary.version)", bytes: VipsLibrary.trackedBytes,
                peakBytes: VipsLibrary.trackedBytesPeak),
            workers: .init(service.engine.workers))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return Response(
            status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: try encoder.encode(status))))
    }

    private var allocator: Status.Allocator? {
        var statistics = StillwaterAllocatorStatistics()
        guard stillwater_allocator_statistics(&statistics) else { return nil }
        return Status.Allocator(
            allocatedBytes: statistics.allocated, activeBytes: statistics.active,
            residentBytes: statistics.resident, retainedBytes: statistics.retained,
            metadataBytes: statistics.metadata)
    }
}

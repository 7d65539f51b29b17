import CAllocator
import Codecs
import Hummingbird
import ImageService
import Isolation

/// `GET /status` on the admin listener: what the process holds, in bytes.
struct StatusRoute: Sendable {
    let service: ImageService
    /// The connections of the service's listener, and of this one.
    let connections: @Sendable () -> (main: ConnectionPlaces.Gauges, admin: ConnectionPlaces.Gauges)

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

        /// Processes that decode isolated sources.
        struct Workers: Encodable {
            var running: Int
            var idle: Int
            var idleBytes: Int
            var started: Int
            var unavailable: Int
            var slots: Slots
            /// By cause; all causes, including those that have not occurred.
            var ended: [String: Int]

            /// Permissions to use one.
            struct Slots: Encodable {
                /// Those of live requests.
                var limit: Int
                var used: Int
                var waiting: Int
            }

            init(_ engine: RenderEngine) {
                let counts = engine.workers
                slots = Slots(
                    limit: engine.slotCount, used: engine.slots.runningCount, waiting: engine.slots.waitingCount)
                running = counts.running
                idle = counts.idle
                idleBytes = counts.idleBytes
                started = counts.started
                unavailable = counts.unavailable
                ended = Dictionary(
                    uniqueKeysWithValues: WorkerCounts.Cause.allCases.map { ($0.rawValue, counts.ended[$0] ?? 0) })
            }
        }

        /// Those of one listener.
        struct Connections: Encodable {
            var limit: Int
            var open: Int
            var placed: Int
            var idle: Int
            var waiting: Int
            var replaced: Int
            var waited: Int
            var refused: Int

            init(_ gauges: ConnectionPlaces.Gauges) {
                limit = gauges.limit
                (open, placed, idle, waiting) = (gauges.open, gauges.placed, gauges.idle, gauges.waiting)
                (replaced, waited, refused) = (gauges.replaced, gauges.waited, gauges.refused)
            }
        }

        var requests: Requests
        var connections: Connections
        var adminConnections: Connections
        /// What requests in flight may hold, and do.
        var memory: Memory
        /// Absent if another allocator than jemalloc is in use.
        var allocator: Allocator?
        var pixels: Pixels
        var workers: Workers
    }

    func handle(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        let gauges = service.budget.gauges
        let (main, admin) = connections()
        let status = Status(
            requests: .init(
                waiting: service.waitingCount, waitingForThread: service.renderQueueLength,
                renderThreads: service.renderThreads, rendering: gauges.rendering, joined: gauges.joined,
                refused: gauges.refused, waited: gauges.waited, late: gauges.late, neverFitting: gauges.tooLarge),
            connections: .init(main), adminConnections: .init(admin),
            memory: .init(
                limitBytes: gauges.limitBytes, heldBytes: gauges.heldBytes, peakHeldBytes: gauges.peakBytes,
                sourceBytes: gauges.sourceBytes, fetchedBytes: gauges.fetchedBytes,
                fetchedCapacityBytes: gauges.fetchedCapacityBytes, overruns: gauges.overruns,
                worstOverrunBytes: gauges.worstOverrunBytes),
            allocator: allocator,
            pixels: .init(
                library: "libvips \(VipsLibrary.version)", bytes: VipsLibrary.trackedBytes,
                peakBytes: VipsLibrary.trackedBytesPeak),
            workers: .init(service.engine))
        return try .indentedJSON(status)
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

package import ImageModel
package import Rendering

/// What the account of a request says.
package struct RequestFacts: Sendable {
    // MARK: Where it is

    package var stage = RequestAccount.Stage.starting
    package var since = ContinuousClock.now
    /// Where the source comes from: a host, or `local`, `file` or `upload`.
    package var source: String?
    /// What it holds in the budget now; bytes shared by several requests count for each of them.
    package var reservedBytes = 0

    // MARK: What it took

    /// Waiting for memory, a render thread or a worker.
    package var queue = Duration.zero
    package var fetch = Duration.zero
    /// Storing.
    package var write = Duration.zero
    package var rendering = RenderMeasurements()
    package var sources = 0
    /// What the colours of the last opened source are known from; `nil` before that.
    package var colours: SourceColours?
    package var downloads = 0
    package var renditions = 0
    package var failures = 0
    /// Damaged sources of which the renditions show what is left.
    package var damaged = 0
    package var bytesIn = 0
    package var bytesOut = 0
    /// The most bytes reserved at once for one source of the request.
    package var peakReservedBytes = 0
    /// Bytes by which a render exceeded its reservation; 0 if it did not.
    package var overrunBytes = 0
    /// Bytes allocated on render threads so far, including freed ones; 0 without jemalloc.
    package var allocatedBytes = 0

    // MARK: How it ended

    /// What the cache had to do with it; `nil` where there is none.
    package var cache: CacheOutcome?

    package var errorCode: String?
    package var errorCause: String?

    // MARK: How it is called

    /// The request's name in logs, if it is not the framework's.
    package var requestID: String?
    /// The requested source, safe for logs.
    package var sourceText: String?

    package init() {}

    /// Adds to the time of `stage`; a render has measurements of its own.
    mutating func add(_ time: Duration, to stage: RequestAccount.Stage) {
        switch stage {
        case .fetch: fetch += time
        case .queue: queue += time
        case .write: write += time
        case .starting, .render: break
        }
    }

    /// Takes the bytes reserved for one source into account.
    mutating func reserved(_ bytes: Int) { peakReservedBytes = max(peakReservedBytes, bytes) }
}

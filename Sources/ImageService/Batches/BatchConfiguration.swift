package import Jobs

/// How batches are worked on.
package struct BatchConfiguration: Sendable {
    /// The name of this worker in logs; unlike that of any other.
    package var worker: String
    /// Sources that are fetched at once, besides those that wait for a render thread; at least 1.
    package var fetches = 16
    /// Fetches from one host at once, at least 1; and how many may begin in a second, `nil` for any number.
    package var fetchesPerHost = 8
    package var fetchRatePerHost: Double?
    /// How long an item stays this worker's without a sign of it. A killed worker's items wait as long.
    package var lease = Duration.seconds(60)
    /// How long until the store is asked again when there was nothing to do.
    package var pollInterval = Duration.seconds(1)
    package var retries = RetryPolicy()
    /// Told what a person may want to know.
    package var notice: @Sendable (BatchNotice) -> Void = { _ in }

    package init(worker: String) { self.worker = worker }
}

/// Something that a person may want to know.
package enum BatchNotice: Sendable {
    /// A batch has been paused by this worker: nothing can be written, or its template cannot be used.
    case paused(BatchID, ItemCause)
    /// The store is busy or full; what was done is kept, and told it again later.
    case storeWaits(JobError)
}

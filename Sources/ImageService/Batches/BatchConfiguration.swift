package import Jobs

/// How batches are worked on.
package struct BatchConfiguration: Sendable {
    /// The name of this worker in logs; unique.
    package var worker: String
    /// Sources that are fetched at once, besides those that wait for a render thread; at least 1.
    package var fetches = 16
    /// Fetches from one host at once, at least 1; and how many may begin per second, `nil` for any number.
    package var fetchesPerHost = 8
    package var fetchRatePerHost: Double?
    /// How long this worker keeps an item without a sign of life. A killed worker's items wait that long.
    package var lease = Duration.seconds(60)
    /// How soon the store is asked again if there was nothing to do.
    package var pollInterval = Duration.seconds(1)
    package var retries = RetryPolicy()
    /// Called with what a person may want to know.
    package var notice: @Sendable (BatchNotice) -> Void = { _ in }

    package init(worker: String) { self.worker = worker }
}

/// Something that a person may want to know.
package enum BatchNotice: Sendable {
    /// A batch has been paused by this worker: nothing can be written, or its template cannot be used.
    case paused(BatchID, ItemCause)
    /// The store is busy or full; reports are kept, and sent again later.
    case storeWaits(JobError)
}

import Jobs

// What the loop knows, by subject.
extension BatchLoop {
    /// One leg of the way that items take.
    struct Leg<Item: Sendable>: Sendable {
        /// What may begin it.
        var waiting: [Item] = []
        /// Tasks that are in it.
        var running = 0

        /// Removes and returns what waits.
        mutating func takeWaiting() -> [Item] {
            defer { waiting = [] }
            return waiting
        }
    }

    struct QueuedItem: Sendable {
        let item: ClaimedItem
        /// `item.host`, which is needed more than once.
        let host: String?

        init(_ item: ClaimedItem) {
            self.item = item
            host = item.host
        }
    }

    struct FetchedItem: Sendable {
        let item: ClaimedItem
        let source: ItemStages.Fetched
    }

    struct MadeItem: Sendable {
        let item: ClaimedItem
        let made: ItemStages.Made
    }

    /// The result of a child task.
    enum Event: Sendable {
        case claimed(Result<ItemClaiming.Claims, JobError>)
        case fetched(ClaimedItem, Result<ItemStages.Fetched, ServiceError>)
        case rendered(ClaimedItem, Result<ItemStages.Made, ServiceError>)
        case outputsClaimed([MadeItem], Result<[ItemID: OutputConflict], JobError>)
        case written(ClaimedItem, Result<ItemFacts, ServiceError>)
        case reported(ItemReporting.Letter, Result<Void, JobError>)
        case paused(Result<Void, JobError>)
        case extended(Result<Set<ItemID>, JobError>)
        case tick
    }

    /// What the store has to be told.
    struct Mail: Sendable {
        /// What becomes of items.
        var letter = ItemReporting.Letter()
        var isReporting = false
        /// Batches to be paused, and why.
        var pauses: [(batch: BatchID, cause: ItemCause)] = []
        /// Tasks that pause some.
        var pausing = 0

        var isEmpty: Bool { letter.isEmpty && pauses.isEmpty }

        var isUnderWay: Bool { isReporting || pausing > 0 }

        /// Returns items untried; they can be claimed at once, or after `delay`.
        mutating func giveBack(_ items: [ClaimedItem], after delay: Duration? = nil) {
            letter.returned += items.map { ($0.lease, delay) }
        }

        mutating func report(_ item: ClaimedItem, _ outcome: ItemReport.Outcome) {
            letter.reports.append(ItemReport(lease: item.lease, outcome: outcome))
        }
    }

    /// What is due when, by the clock alone.
    struct Schedule: Sendable {
        /// When the store is asked for items again, if it had none.
        var nextClaim = ContinuousClock.now
        var isClaiming = false
        /// When leases are extended.
        var nextExtension: ContinuousClock.Instant
        var isTicking = false
        /// Whether more could be fetched if hosts did not have to be waited for.
        var isStarved = false

        init(nextExtension: ContinuousClock.Instant) { self.nextExtension = nextExtension }
    }

    /// Whether the loop goes on.
    enum Course: Sendable {
        case open
        /// The goal is reached, or the task is cancelled: nothing more is begun.
        case ending
        case failed(JobError)

        var isEnding: Bool {
            if case .open = self { false } else { true }
        }

        var failure: JobError? {
            if case .failed(let error) = self { error } else { nil }
        }

        mutating func end() {
            if case .open = self { self = .ending }
        }

        /// The first failure counts.
        mutating func fail(_ error: JobError) {
            if failure == nil { self = .failed(error) }
        }
    }
}

/// How many items may be in each leg.
struct BatchLimits: Sendable {
    let queue: Int
    let fetching: Int
    /// Sources that are fetched and wait to be rendered.
    let fetched: Int
    let rendering: Int
    let writing: Int

    init(threads: Int, fetches: Int) {
        fetching = max(fetches, 1)
        // Two per thread: one that runs, and one that is ready when that ends.
        rendering = threads * 2
        fetched = threads * 2
        writing = 32
        queue = max(64, (fetches + threads) * 4)
    }
}

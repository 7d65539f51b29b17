import Jobs

/// One run of a `BatchRunner`: a loop over events, that alone knows what is going on; everything that takes time is done
/// in child tasks.
///
/// An item goes through fetch, render, claim of its outputs, write, and report. The number in each stage is bounded, so
/// that memory is; sources are fetched ahead while others are rendered; reports are written down together, as many as
/// have come since the last time.
struct BatchRun {
    let work: BatchItemWork
    let store: any JobStore
    let configuration: BatchConfiguration
    let goal: BatchRunner.Goal
    let limits: Limits

    var batches: [BatchID: BatchWork] = [:]
    /// Claimed, and not begun.
    var queue: [QueuedItem] = []
    /// Every item that is this worker's.
    var held: [ItemID: ClaimedItem] = [:]
    var hosts: HostGate
    var fetching = 0
    var fetched: [FetchedItem] = []
    var rendering = 0
    var made: [MadeItem] = []
    /// Whose files nobody else of the batch has.
    var cleared: [MadeItem] = []
    var writing = 0
    /// Batches to be paused, and why.
    var pauses: [(batch: BatchID, cause: ItemCause)] = []
    var pausing = 0
    var reports: [ItemReport] = []
    var returned: [(lease: ItemLease, delay: Duration?)] = []

    var isClaiming = false
    /// Whether more could be fetched, but for hosts that have to be waited for.
    var isStarved = false
    var isClaimingOutputs = false
    var isReporting = false
    var isTicking = false
    /// When the store is asked for items again, if it had none.
    var nextClaim = ContinuousClock.now
    var nextExtension: ContinuousClock.Instant
    /// Whether the goal is reached: nothing more is begun.
    var isEnding = false
    var failure: JobError?
    var random = SystemRandomNumberGenerator()

    /// How many items may be in each stage.
    struct Limits: Sendable {
        let queue: Int
        let fetching: Int
        /// Fetched, or being rendered.
        let rendering: Int
        let fetched: Int
        let writing: Int

        init(threads: Int, fetches: Int) {
            fetching = max(fetches, 1)
            // Two a thread: one that runs, one that is ready to when that ends.
            rendering = threads * 2
            fetched = threads * 2
            writing = 32
            queue = max(64, (fetches + threads) * 4)
        }
    }

    struct QueuedItem: Sendable {
        let item: ClaimedItem
        /// The host whose patience is at stake; `nil` for files.
        let host: String?
    }

    struct FetchedItem: Sendable {
        let item: ClaimedItem
        let source: BatchItemWork.Fetched
    }

    struct MadeItem: Sendable {
        let item: ClaimedItem
        let made: BatchItemWork.Made
    }

    /// What a child task has come to.
    enum Event: Sendable {
        case claimed(Result<Claims, JobError>)
        case fetched(ClaimedItem, Result<BatchItemWork.Fetched, ServiceError>)
        case rendered(ClaimedItem, Result<BatchItemWork.Made, ServiceError>)
        case outputsClaimed([MadeItem], Result<[ItemID: OutputConflict], JobError>)
        case written(ClaimedItem, Result<ItemFacts, ServiceError>)
        case reported([ItemReport], [(lease: ItemLease, delay: Duration?)], Result<Void, JobError>)
        case paused(Result<Void, JobError>)
        case extended(Result<Set<ItemID>, JobError>)
        case tick
    }

    /// What the store gave.
    struct Claims: Sendable {
        var items: [ClaimedItem] = []
        var batches: [Batch] = []
        /// When there will be more, if there are none now.
        var next: ContinuousClock.Instant
        var isGoalReached = false
    }

    init(
        _ work: BatchItemWork, _ store: any JobStore, _ configuration: BatchConfiguration, _ goal: BatchRunner.Goal,
        threads: Int
    ) {
        (self.work, self.store, self.configuration, self.goal) = (work, store, configuration, goal)
        limits = Limits(threads: threads, fetches: configuration.fetches)
        hosts = HostGate(limit: configuration.fetchesPerHost, rate: configuration.fetchRatePerHost)
        nextExtension = .now + configuration.lease / 3
    }

    /// Returns when the goal is reached, or the task is cancelled, with nothing held any more.
    ///
    /// - Throws: what the store fails with.
    mutating func run() async throws(JobError) {
        await withTaskGroup(of: Event.self) { group in
            while true {
                if Task.isCancelled || failure != nil { isEnding = true }
                if isEnding { giveBackWaiting() }
                if failure != nil { group.cancelAll() }
                startAll(in: &group)
                guard !isDone, let event = await group.next() else { break }
                take(event)
            }
            group.cancelAll()
        }
        if let failure { throw failure }
    }

    /// Whether nothing is going on any more, and nothing is to be begun.
    private var isDone: Bool {
        guard isEnding else { return false }
        let isIdle =
            fetching == 0 && rendering == 0 && writing == 0 && !isClaiming && !isClaimingOutputs && !isReporting
            && pausing == 0
        return isIdle
            && (failure != nil
                || reports.isEmpty && returned.isEmpty && made.isEmpty && cleared.isEmpty && pauses.isEmpty)
    }

    /// What has not been begun goes back at the end.
    private mutating func giveBackWaiting() {
        let leases =
            queue.map(\.item.lease) + fetched.map(\.item.lease)
            + (Task.isCancelled ? (made + cleared).map(\.item.lease) : [])
        returned += leases.map { ($0, nil) }
        queue = []
        fetched = []
        if Task.isCancelled { (made, cleared) = ([], []) }
    }
}

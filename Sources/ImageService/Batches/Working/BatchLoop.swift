import Jobs

/// What a `BatchWorker` does from its start to its goal: a loop over events that alone knows what is going on. Everything
/// that takes time is done in child tasks.
///
/// An item is fetched, rendered, gets its outputs claimed, is written, and is reported. The number of items in each leg is
/// bounded, so that memory is; sources are fetched ahead while others are rendered; reports are written down together, as
/// many as have come since the last time.
struct BatchLoop {
    let stages: ItemStages
    let store: any JobStore
    let configuration: BatchConfiguration
    let goal: BatchWorker.Goal
    let limits: BatchLimits

    var recipes: [BatchID: BatchRecipe] = [:]
    /// Every item that is this worker's.
    var held: [ItemID: ClaimedItem] = [:]
    var hosts: HostGate
    var fetch = Leg<QueuedItem>()
    var render = Leg<FetchedItem>()
    /// Of outputs: for files that others of the batch might write, too.
    var claim = Leg<MadeItem>()
    var write = Leg<MadeItem>()
    var mail = Mail()
    var schedule: Schedule
    var course = Course.open
    var random = SystemRandomNumberGenerator()

    init(
        _ stages: ItemStages, _ store: any JobStore, _ configuration: BatchConfiguration, _ goal: BatchWorker.Goal,
        threads: Int
    ) {
        (self.stages, self.store, self.configuration, self.goal) = (stages, store, configuration, goal)
        limits = BatchLimits(threads: threads, fetches: configuration.fetches)
        hosts = HostGate(limit: configuration.fetchesPerHost, rate: configuration.fetchRatePerHost)
        schedule = Schedule(nextExtension: .now + configuration.lease / 3)
    }

    /// Returns when the goal is reached, or the task is cancelled, with nothing held any more.
    ///
    /// - Throws: what the store fails with.
    mutating func run() async throws(JobError) {
        await withTaskGroup(of: Event.self) { group in
            while true {
                if Task.isCancelled { course.end() }
                if course.isEnding { giveBackWaiting() }
                if course.failure != nil { group.cancelAll() }
                startAll(in: &group)
                guard !isDone, let event = await group.next() else { break }
                take(event)
            }
            group.cancelAll()
        }
        if let failure = course.failure { throw failure }
    }

    /// Whether nothing is going on any more, and nothing is to be begun.
    private var isDone: Bool {
        guard course.isEnding else { return false }
        let isIdle =
            fetch.running == 0 && render.running == 0 && claim.running == 0 && write.running == 0
            && !schedule.isClaiming && !mail.isUnderWay
        return isIdle && (course.failure != nil || claim.waiting.isEmpty && write.waiting.isEmpty && mail.isEmpty)
    }

    /// What has not been begun goes back at the end.
    private mutating func giveBackWaiting() {
        mail.giveBack(fetch.takeWaiting().map(\.item))
        mail.giveBack(render.takeWaiting().map(\.item))
        if Task.isCancelled { mail.giveBack((claim.takeWaiting() + write.takeWaiting()).map(\.item)) }
    }
}

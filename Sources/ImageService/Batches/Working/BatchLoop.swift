import Jobs

/// What a `BatchWorker` does until it reaches its goal: one loop over events that alone knows what is going on.
/// Everything that takes time is done in child tasks.
///
/// An item is fetched and rendered, its outputs are claimed, it is written, and it is reported. The number of items in
/// each leg is bounded, and so is memory. Sources are fetched ahead while others are rendered; all new reports are
/// stored together.
struct BatchLoop {
    let stages: ItemStages
    let store: any JobStore
    let configuration: BatchConfiguration
    let goal: BatchWorker.Goal
    let limits: BatchLimits

    var recipes: [BatchID: BatchRecipe] = [:]
    /// Every item that this worker has.
    var held: [ItemID: ClaimedItem] = [:]
    var hosts: HostGate
    var fetch = Leg<QueuedItem>()
    var render = Leg<FetchedItem>()
    /// Claims outputs, for files that other items of the batch might write, too.
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

    /// Returns when the goal is reached or the task is cancelled; then nothing is held any more.
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

    /// Whether nothing is running any more, and nothing is left to begin.
    private var isDone: Bool {
        guard course.isEnding else { return false }
        let isIdle =
            fetch.running == 0 && render.running == 0 && claim.running == 0 && write.running == 0
            && !schedule.isClaiming && !mail.isUnderWay
        return isIdle && (course.failure != nil || claim.waiting.isEmpty && write.waiting.isEmpty && mail.isEmpty)
    }

    /// At the end, items that have not been begun are returned.
    private mutating func giveBackWaiting() {
        mail.giveBack(fetch.takeWaiting().map(\.item))
        mail.giveBack(render.takeWaiting().map(\.item))
        if Task.isCancelled { mail.giveBack((claim.takeWaiting() + write.takeWaiting()).map(\.item)) }
    }
}

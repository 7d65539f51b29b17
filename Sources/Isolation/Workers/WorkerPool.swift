import Codecs
import Dispatch
import ImageModel
import NIOConcurrencyHelpers
import Profiling

/// Worker processes that are kept warm: started when first needed, used by one caller at a time, replaced when spent.
///
/// There are as many as there are concurrent callers, whose number `WorkerSlots` limits.
package final class WorkerPool: Sendable {
    private struct Idle {
        let worker: WorkerProcess
        /// The smallest number that no other worker had when it started.
        let number: Int
        /// Whether it is for work that nobody is waiting for.
        let yields: Bool
        /// Whether it has confined itself.
        var isReady = false
        /// When it last had something to do.
        var since = ContinuousClock.now
        var renders = 0
        var kept = KeptSources()
    }

    private struct State {
        var idle: [Idle] = []
        var counts = WorkerCounts()
        var isShutDown = false
        var lastSource: UInt64 = 0
        /// The numbers of all workers, busy or idle.
        var numbers: Set<Int> = []
        var collections: [ProfileCollection] = []
        var endedProfiles = EndedProfiles()
        /// Whether a check for unused workers is scheduled.
        var isSweepDue = false

        mutating func start() -> Int {
            counts.countStart()
            let number = (1...numbers.count + 1).first { !numbers.contains($0) } ?? 0
            numbers.insert(number)
            return number
        }

        mutating func end(_ number: Int, _ cause: WorkerCounts.Cause) {
            counts.countEnd(cause)
            forget(number)
        }

        /// Removes a spent worker and keeps its CPU profile, in one step: so a collection finds it in one place or the
        /// other.
        mutating func retire(_ number: Int, _ profile: [UInt8]?, in recording: Int) {
            counts.countEnd(.spent)
            forget(number, profile)
            if let profile { endedProfiles.keep(profile, of: number, in: recording) }
        }

        mutating func failStart(_ number: Int) {
            counts.countFailedStart()
            forget(number)
        }

        private mutating func forget(_ number: Int, _ profile: [UInt8]? = nil) {
            numbers.remove(number)
            for collection in collections { collection.add(collection.kind == .cpu ? profile : nil, of: number) }
        }

        /// The worker that has `source`; otherwise the one used most recently, which has the most in the processor's
        /// caches.
        mutating func takeIdle(having source: WorkerSource?, yields: Bool) -> Idle? {
            let keeper = source.flatMap { source in
                idle.lastIndex { $0.yields == yields && $0.kept.contains(source.number) }
            }
            let index = keeper ?? idle.lastIndex { $0.yields == yields }
            return index.map { idle.remove(at: $0) }
        }
    }

    private let configuration: IsolationConfiguration
    private let state = NIOLockedValueBox(State())

    private let memory: WorkerMemory

    package init(_ configuration: IsolationConfiguration) {
        self.configuration = configuration
        memory = WorkerMemory(most: configuration.excessBytes)
    }

    /// What has happened to workers since the start, and the memory of idle ones.
    package var counts: WorkerCounts {
        let (counts, idle) = state.withLockedValue { ($0.counts, $0.idle.map(\.worker)) }
        var now = counts
        now.idle = idle.count
        now.idleBytes = idle.reduce(0) { $0 + $1.ownBytes }
        return now
    }

    /// A number for a source, kept in whichever worker reads its header.
    func newSource() -> WorkerSource {
        state.withLockedValue { state in
            state.lastSource += 1
            return WorkerSource(number: state.lastSource)
        }
    }

    /// The result of a worker for `task`. Blocks: some tens of milliseconds if a worker must be started, and as long as
    /// the task takes. After an error the worker is killed, and the next one started. Work that `yields` is done by
    /// workers that yield to all others.
    ///
    /// - Throws: any code.
    func perform(
        _ task: WorkerTask, yields: Bool = false, interruption: Interruption?
    ) throws(IsolationError) -> WorkerAnswer {
        var idle = try nextIdle(having: task.known, yields: yields)
        let answer: WorkerAnswer
        var start = ContinuousClock.now
        do throws(IsolationError) {
            if !idle.isReady { try idle.worker.waitUntilReady(interruption) }
            idle.isReady = true
            start = .now
            let number = idle.number
            memory.begin(number, bytes: task.expectedBytes + IsolationConfiguration.standingBytes)
            defer { memory.end(number) }
            answer = try idle.worker.perform(
                task, &idle.kept, configuration, interruption: interruption,
                isTooMuch: { [memory] in memory.isTooMuch(number, own: $0) })
        } catch {
            throw settled(idle, after: error, time: .now - start)
        }
        if case .render = task.job { idle.renders += 1 }
        giveBack(idle)
        return answer
    }

    /// The error with which a worker's work ends, with what it had used until then.
    private func settled(_ idle: Idle, after error: IsolationError, time: Duration) -> IsolationError {
        switch (error.code, idle.isReady) {
        case (.interrupted, false):
            // It has done nothing yet: the next caller finds it ready.
            giveBack(idle)
            return error
        case (.unavailable, false):
            state.withLockedValue { $0.failStart(idle.number) }
            return error
        default:
            let end = idle.worker.end()
            var error = error
            if error.code == .ended, end.cause == .overdue { error.code = .outOfTime }
            error.usage = .init(time: time, peakBytes: end.peakBytes)
            let cause = WorkerCounts.Cause(error.code, isForbidden: end.cause == .forbidden)
            state.withLockedValue { $0.end(idle.number, cause) }
            replace(yields: idle.yields)
            return error
        }
    }

    /// Starts a worker for the next caller, who then need not wait for it.
    private func replace(yields: Bool) {
        // If that fails, the next caller gets the error.
        guard let worker = try? WorkerProcess(configuration, yields: yields) else { return }
        state.withLockedValue { state in
            guard !state.isShutDown else { return }
            state.idle.insert(Idle(worker: worker, number: state.start(), yields: yields), at: 0)
        }
        sweepLater()
    }

    /// Ends all idle workers; busy ones end when they are returned.
    package func shutDown() {
        // They end outside the lock.
        let idle = state.withLockedValue { state in
            state.isShutDown = true
            state.counts.running -= state.idle.count
            for collection in state.collections {
                for idle in state.idle { collection.add(nil, of: idle.number) }
            }
            defer { state.idle = [] }
            return state.idle
        }
        withExtendedLifetime(idle) {}
    }

    private func nextIdle(having source: WorkerSource?, yields: Bool) throws(IsolationError) -> Idle {
        while let idle = state.withLockedValue({ $0.takeIdle(having: source, yields: yields) }) {
            if !idle.isReady || idle.worker.isFit(ownBytes: configuration.maximumIdleBytes) { return idle }
            retire(idle)
        }
        do throws(IsolationError) {
            let worker = try WorkerProcess(configuration, yields: yields)
            return Idle(worker: worker, number: state.withLockedValue { $0.start() }, yields: yields)
        } catch {
            state.withLockedValue { $0.counts.unavailable += 1 }
            throw error
        }
    }

    private func giveBack(_ idle: Idle) {
        guard isProfiled(idle) else { return }
        guard idle.renders < configuration.maximumRenders else { return retire(idle) }
        var idle = idle
        idle.since = .now
        let isKept = state.withLockedValue { [idle] state in
            guard !state.isShutDown else {
                state.end(idle.number, .spent)
                return false
            }
            state.idle.append(idle)
            return true
        }
        if isKept { sweepLater() }
    }

    /// Ends a spent worker; its CPU samples are kept.
    private func retire(_ idle: Idle) {
        let wish = ChildProfilers.shared.wish
        var idle = idle
        // A worker that does not answer ends all the same.
        let profile = wish.cpuFrequency == nil ? nil : try? profile(.cpu, of: &idle)
        state.withLockedValue { [number = idle.number] state in
            state.retire(number, profile, in: wish.cpuGeneration)
        }
    }

    // MARK: - Unused workers

    /// Schedules a check for idle workers, so that their memory is returned when a load is over.
    private func sweepLater() {
        let isNew = state.withLockedValue { state in
            defer { state.isSweepDue = true }
            return !state.isSweepDue
        }
        guard isNew else { return }
        let delay = DispatchTimeInterval.milliseconds(Int(configuration.idleTime / .milliseconds(4)))
        DispatchQueue.global(qos: .utility).asyncAfter(deadline: .now() + delay) { [weak self] in self?.sweep() }
    }

    private func sweep() {
        let latest = ContinuousClock.now - configuration.idleTime
        let wish = ChildProfilers.shared.wish
        let isSampling = wish.heapPeriod != nil || wish.cpuFrequency != nil
        let (unused, isAnyLeft) = state.withLockedValue { state in
            state.isSweepDue = false
            // Their samples would be lost with them.
            guard !isSampling else { return ([Idle](), !state.idle.isEmpty) }
            let unused = state.idle.filter { $0.since <= latest }
            state.idle.removeAll { $0.since <= latest }
            for idle in unused { state.end(idle.number, .unused) }
            return (unused, !state.idle.isEmpty)
        }
        // They end outside the lock.
        withExtendedLifetime(unused) {}
        if isAnyLeft { sweepLater() }
    }

    // MARK: - Profiles

    /// How long to wait for a busy worker.
    private static let profileSeconds = 10

    /// What each worker has sampled of itself, encoded by `EnclosedProfiler`; for CPU time including replaced workers.
    /// Blocks until busy workers come back.
    func profiles(of kind: RecordingRequest.Kind) -> [(process: String, profile: [UInt8])] {
        let recording = ChildProfilers.shared.wish.cpuGeneration
        let (collection, ended) = state.withLockedValue { state in
            let collection = ProfileCollection(kind, from: state.numbers)
            state.collections.append(collection)
            return (collection, kind == .cpu ? state.endedProfiles.kept(in: recording) : [])
        }
        while let idle = takeIdle(for: collection) { giveBack(idle) }
        let profiles = collection.profiles(within: Self.profileSeconds)
        state.withLockedValue { $0.collections.removeAll { $0 === collection } }
        return ended + profiles
    }

    private func takeIdle(for collection: ProfileCollection) -> Idle? {
        state.withLockedValue { state in
            let index = state.idle.firstIndex { collection.expects($0.number) }
            return index.map { state.idle.remove(at: $0) }
        }
    }

    /// Delivers what is requested from a worker that is currently idle; false if it ended in doing so.
    private func isProfiled(_ idle: Idle) -> Bool {
        let wanted = state.withLockedValue { $0.collections.filter { $0.expects(idle.number) } }
        guard idle.isReady else {
            // It has done nothing that could have been sampled.
            for collection in wanted { collection.add(nil, of: idle.number) }
            return true
        }
        var idle = idle
        for collection in wanted {
            do throws(IsolationError) {
                collection.add(try profile(collection.kind, of: &idle), of: idle.number)
            } catch {
                let cause = WorkerCounts.Cause(error.code, isForbidden: idle.worker.end().cause == .forbidden)
                state.withLockedValue { $0.end(idle.number, cause) }
                return false
            }
        }
        return true
    }

    /// What a worker that is currently idle has sampled; `nil` if it has nothing of that kind.
    private func profile(_ kind: RecordingRequest.Kind, of idle: inout Idle) throws(IsolationError) -> [UInt8]? {
        let task = WorkerTask(job: .profile(kind), source: [])
        let answer = try idle.worker.perform(task, &idle.kept, configuration, interruption: nil)
        guard case .profiled = answer.outcome, let file = answer.files.first else { return nil }
        return file.withUnsafeBytes { Array($0) }
    }
}

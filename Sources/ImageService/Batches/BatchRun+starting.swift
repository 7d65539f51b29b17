import Jobs
import Waiting

// What is begun between two events.
extension BatchRun {
    mutating func startAll(in group: inout TaskGroup<Event>) {
        guard failure == nil else { return }
        startReporting(in: &group)
        startPausing(in: &group)
        startWriting(in: &group)
        startExtending(in: &group)
        guard !isEnding else { return }
        startRendering(in: &group)
        startFetching(in: &group)
        startClaiming(in: &group)
        startTicking(in: &group)
    }

    /// Asks for items when few are left; or for those of other hosts, when all that are here wait for theirs.
    private mutating func startClaiming(in group: inout TaskGroup<Event>) {
        guard !isClaiming, ContinuousClock.now >= nextClaim else { return }
        guard queue.count < limits.queue / 2 || isStarved && queue.count < limits.queue * 8 else { return }
        isClaiming = true
        let claiming = BatchClaiming(store: store, configuration: configuration, goal: goal)
        let count = isStarved ? limits.queue : limits.queue - queue.count
        group.addTask { .claimed(await claiming.claim(count)) }
    }

    private mutating func startFetching(in group: inout TaskGroup<Event>) {
        let now = ContinuousClock.now
        isStarved = false
        while fetching < limits.fetching, fetched.count < limits.fetched, !queue.isEmpty {
            guard let place = queue.firstIndex(where: { hosts.isOpen($0.host, at: now) }) else {
                isStarved = true
                return
            }
            let next = queue.remove(at: place)
            guard let batch = batches[next.item.item.batch] else { continue }
            hosts.begin(next.host, at: now)
            fetching += 1
            group.addTask { [work, item = next.item] in
                .fetched(
                    item, await Result { () async throws(ServiceError) in try await work.fetch(item, of: batch) })
            }
        }
    }

    /// Items whose host is closed for long go back until it opens.
    private mutating func returnLate(at now: ContinuousClock.Instant) {
        var kept: [QueuedItem] = []
        for next in queue {
            if let opening = hosts.opening(of: next.host, after: now + .seconds(10)) {
                returned.append((next.item.lease, opening - now))
            } else {
                kept.append(next)
            }
        }
        queue = kept
    }

    private mutating func startRendering(in group: inout TaskGroup<Event>) {
        while rendering < limits.rendering, writing + made.count < limits.writing, !fetched.isEmpty {
            let next = fetched.removeFirst()
            guard let batch = batches[next.item.item.batch],
                case .source(let source) = next.source
            else { continue }
            rendering += 1
            group.addTask { [work] in
                .rendered(
                    next.item,
                    await Result { () async throws(ServiceError) in
                        try await work.render(source, next.item.item, of: batch)
                    })
            }
        }
    }

    /// Files that nobody else of the batch can have are written at once; for others the store is asked first.
    private mutating func startWriting(in group: inout TaskGroup<Event>) {
        let free = made.filter { batches[$0.item.item.batch]?.hasOwnNames ?? true }
        made = made.filter { !(batches[$0.item.item.batch]?.hasOwnNames ?? true) }
        for next in cleared + free {
            writing += 1
            group.addTask { [work] in
                .written(next.item, await Result { () async throws(ServiceError) in try await work.write(next.made) })
            }
        }
        cleared = []
        guard !isClaimingOutputs, !made.isEmpty else { return }
        isClaimingOutputs = true
        let items = made
        made = []
        group.addTask { [store] in
            let requests = items.map {
                OutputRequest(lease: $0.item.lease, batch: $0.item.item.batch, paths: $0.made.paths)
            }
            return .outputsClaimed(
                items,
                await Result { () async throws(JobError) in try await store.claimOutputs(requests) })
        }
    }

    private mutating func startReporting(in group: inout TaskGroup<Event>) {
        guard !isReporting, !reports.isEmpty || !returned.isEmpty else { return }
        isReporting = true
        let (reports, returned) = (reports, returned)
        self.reports = []
        self.returned = []
        let reporting = BatchReporting(store: store)
        group.addTask { .reported(reports, returned, await reporting.report(reports, returned)) }
    }

    /// Where nothing can be written, the batch stops until a person has seen to it.
    private mutating func startPausing(in group: inout TaskGroup<Event>) {
        for (batch, items) in Dictionary(grouping: pauses, by: \.batch) {
            guard let cause = items.first?.cause else { continue }
            pausing += 1
            returned += queue.filter { $0.item.item.batch == batch }.map { ($0.item.lease, nil) }
            queue.removeAll { $0.item.item.batch == batch }
            configuration.notice(.paused(batch, cause))
            group.addTask { [store] in
                .paused(
                    await Result { () async throws(JobError) in
                        do throws(JobError) {
                            try await store.pause(batch, reason: cause)
                        } catch {
                            // Somebody was first: it does not run any more.
                            guard error.code == .wrongState || error.code == .notFound else { throw error }
                        }
                    })
            }
        }
        pauses = []
    }

    private mutating func startExtending(in group: inout TaskGroup<Event>) {
        guard ContinuousClock.now >= nextExtension, !held.isEmpty else { return }
        nextExtension = .now + configuration.lease / 3
        let leases = held.values.map(\.lease)
        group.addTask { [store, configuration] in
            .extended(
                await Result { () async throws(JobError) in
                    try await store.extend(leases, by: configuration.lease)
                })
        }
    }

    /// Has the loop look again when something is due that no event tells.
    private mutating func startTicking(in group: inout TaskGroup<Event>) {
        guard !isTicking else { return }
        isTicking = true
        let now = ContinuousClock.now
        returnLate(at: now)
        let openings = queue.compactMap { hosts.opening(of: $0.host, after: now) }
        var next = now + min(configuration.pollInterval, configuration.lease / 3)
        if nextClaim > now { next = min(next, nextClaim) }
        if let first = openings.min() { next = min(next, first) }
        group.addTask { [next] in
            // Ends early when the run is cancelled.
            try? await Task.sleep(until: max(next, now + .milliseconds(1)), clock: .continuous)
            return .tick
        }
    }

    /// The host whose patience is at stake; `nil` for files.
    static func host(of item: ClaimedItem) -> String? {
        guard let start = item.item.source.firstRange(of: "://")?.upperBound, !item.item.source.hasPrefix("local:")
        else { return nil }
        let authority = item.item.source[start...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let address = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? authority
        return address.lowercased()
    }
}

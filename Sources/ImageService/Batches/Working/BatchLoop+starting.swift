import Jobs
import Waiting

// What is begun between two events.
extension BatchLoop {
    mutating func startAll(in group: inout TaskGroup<Event>) {
        guard course.failure == nil else { return }
        startReporting(in: &group)
        startPausing(in: &group)
        startWriting(in: &group)
        startExtending(in: &group)
        guard !course.isEnding else { return }
        startRendering(in: &group)
        startFetching(in: &group)
        startClaiming(in: &group)
        startTicking(in: &group)
    }

    /// Asks for items when few are left; or for those of other hosts, when all items here wait for their hosts.
    private mutating func startClaiming(in group: inout TaskGroup<Event>) {
        guard !schedule.isClaiming, ContinuousClock.now >= schedule.nextClaim else { return }
        let (isStarved, queued) = (schedule.isStarved, fetch.waiting.count)
        guard queued < limits.queue / 2 || isStarved && queued < limits.queue * 8 else { return }
        schedule.isClaiming = true
        let claiming = ItemClaiming(store: store, configuration: configuration, goal: goal)
        let count = isStarved ? limits.queue : limits.queue - queued
        group.addTask { .claimed(await claiming.claim(count)) }
    }

    private mutating func startFetching(in group: inout TaskGroup<Event>) {
        let now = ContinuousClock.now
        schedule.isStarved = false
        while fetch.running < limits.fetching, render.waiting.count < limits.fetched, !fetch.waiting.isEmpty {
            guard let place = fetch.waiting.firstIndex(where: { hosts.isOpen($0.host, at: now) }) else {
                schedule.isStarved = true
                return
            }
            let next = fetch.waiting.remove(at: place)
            guard let recipe = recipes[next.item.item.batch] else { continue }
            hosts.begin(next.host, at: now)
            fetch.running += 1
            group.addTask { [stages, item = next.item] in
                .fetched(
                    item, await Result { () async throws(ServiceError) in try await stages.fetch(item, by: recipe) })
            }
        }
    }

    /// Returns items whose host is closed for long, until it opens.
    private mutating func returnLate(at now: ContinuousClock.Instant) {
        for next in fetch.takeWaiting() {
            if let opening = hosts.opening(of: next.host, after: now + .seconds(10)) {
                mail.giveBack([next.item], after: opening - now)
            } else {
                fetch.waiting.append(next)
            }
        }
    }

    private mutating func startRendering(in group: inout TaskGroup<Event>) {
        while render.running < limits.rendering, write.running + claim.waiting.count < limits.writing,
            !render.waiting.isEmpty
        {
            let next = render.waiting.removeFirst()
            guard let recipe = recipes[next.item.item.batch], case .source(let source) = next.source else { continue }
            render.running += 1
            group.addTask { [stages] in
                .rendered(
                    next.item,
                    await Result { () async throws(ServiceError) in
                        try await stages.render(source, next.item.item, by: recipe)
                    })
            }
        }
    }

    /// Writes files that are clear; for all others, claims their outputs together first.
    private mutating func startWriting(in group: inout TaskGroup<Event>) {
        for next in write.takeWaiting() {
            write.running += 1
            group.addTask { [stages] in
                .written(next.item, await Result { () async throws(ServiceError) in try await stages.write(next.made) })
            }
        }
        guard claim.running == 0, !claim.waiting.isEmpty else { return }
        claim.running = 1
        let items = claim.takeWaiting()
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
        guard !mail.isReporting, !mail.letter.isEmpty else { return }
        mail.isReporting = true
        let (reporting, letter) = (ItemReporting(store: store), mail.letter)
        mail.letter = ItemReporting.Letter()
        group.addTask { .reported(letter, await reporting.send(letter)) }
    }

    /// If nothing can be written, the batch stops until a person has fixed that.
    private mutating func startPausing(in group: inout TaskGroup<Event>) {
        for (batch, items) in Dictionary(grouping: mail.pauses, by: \.batch) {
            guard let cause = items.first?.cause else { continue }
            mail.pausing += 1
            mail.giveBack(fetch.waiting.filter { $0.item.item.batch == batch }.map(\.item))
            fetch.waiting.removeAll { $0.item.item.batch == batch }
            configuration.notice(.paused(batch, cause))
            group.addTask { [store] in
                .paused(
                    await Result { () async throws(JobError) in
                        do throws(JobError) {
                            try await store.pause(batch, reason: cause)
                        } catch {
                            // It no longer runs: somebody else was first.
                            guard error.code == .wrongState || error.code == .notFound else { throw error }
                        }
                    })
            }
        }
        mail.pauses = []
    }

    private mutating func startExtending(in group: inout TaskGroup<Event>) {
        guard ContinuousClock.now >= schedule.nextExtension, !held.isEmpty else { return }
        schedule.nextExtension = .now + configuration.lease / 3
        let leases = held.values.map(\.lease)
        group.addTask { [store, configuration] in
            .extended(
                await Result { () async throws(JobError) in
                    try await store.extend(leases, by: configuration.lease)
                })
        }
    }

    /// Makes the loop look again when something is due that causes no event.
    private mutating func startTicking(in group: inout TaskGroup<Event>) {
        guard !schedule.isTicking else { return }
        schedule.isTicking = true
        let now = ContinuousClock.now
        returnLate(at: now)
        let openings = fetch.waiting.compactMap { hosts.opening(of: $0.host, after: now) }
        var next = now + min(configuration.pollInterval, configuration.lease / 3)
        if schedule.nextClaim > now { next = min(next, schedule.nextClaim) }
        if let first = openings.min() { next = min(next, first) }
        let delay = max(next - now, .milliseconds(1))
        group.addTask {
            // Ends early when the run is cancelled.
            _ = await hasPassed(delay)
            return .tick
        }
    }
}

extension ClaimedItem {
    /// The host whose patience is at stake; `nil` for files.
    var host: String? {
        guard let start = item.source.firstRange(of: "://")?.upperBound, !item.source.hasPrefix("local:") else {
            return nil
        }
        let authority = item.source[start...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let address = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? authority
        return address.lowercased()
    }
}

import Foundation
import Jobs
import Storage

// What follows from an event.
extension BatchLoop {
    mutating func take(_ event: Event) {
        switch event {
        case .claimed(let result): take(claims: result)
        case .fetched(let item, let result): take(fetched: item, result)
        case .rendered(let item, let result): take(rendered: item, result)
        case .outputsClaimed(let items, let result): take(outputsOf: items, result)
        case .written(let item, let result): take(written: item, result)
        case .reported(let letter, let result): take(reported: letter, result)
        case .extended(let result): take(extended: result)
        case .paused(let result):
            mail.pausing -= 1
            if case .failure(let error) = result { take(error) }
        case .tick: schedule.isTicking = false
        }
    }

    private mutating func take(claims result: Result<ItemClaiming.Claims, JobError>) {
        schedule.isClaiming = false
        switch result {
        case .failure(let error):
            schedule.nextClaim = .now + configuration.pollInterval
            take(error)
        case .success(let claims):
            if claims.isGoalReached { course.end() }
            schedule.nextClaim = claims.items.isEmpty ? claims.next : .now
            for batch in claims.batches where recipes[batch.id] == nil { prepare(batch) }
            for item in claims.items {
                held[item.item.id] = item
                if recipes[item.item.batch] == nil {
                    mail.giveBack([item])
                } else {
                    fetch.waiting.append(QueuedItem(item))
                }
            }
        }
    }

    /// Another version accepted a template that this one cannot use: the batch waits for a version that can.
    private mutating func prepare(_ batch: Batch) {
        do {
            recipes[batch.id] = try BatchRecipe(batch)
        } catch {
            mail.pauses.append((batch.id, ItemCause(code: "storage.\(error.code)", message: error.message)))
        }
    }

    private mutating func take(fetched item: ClaimedItem, _ result: Result<ItemStages.Fetched, ServiceError>) {
        fetch.running -= 1
        hosts.end(item.host, at: .now)
        switch result {
        case .success(.unchanged(let facts)): mail.report(item, .skipped(facts))
        case .success(let source): render.waiting.append(FetchedItem(item: item, source: source))
        case .failure(let error): take(error, of: item)
        }
    }

    private mutating func take(rendered item: ClaimedItem, _ result: Result<ItemStages.Made, ServiceError>) {
        render.running -= 1
        switch result {
        case .success(let made):
            let next = MadeItem(item: item, made: made)
            if needsClaim(next) { claim.waiting.append(next) } else { write.waiting.append(next) }
        case .failure(let error): take(error, of: item)
        }
    }

    /// Whether another item of the batch could write other bytes to the same file.
    private func needsClaim(_ next: MadeItem) -> Bool { !(recipes[next.item.item.batch]?.hasOwnNames ?? true) }

    private mutating func take(
        outputsOf items: [MadeItem], _ result: Result<[ItemID: OutputConflict], JobError>
    ) {
        claim.running -= 1
        switch result {
        case .failure(let error):
            claim.waiting += items
            take(error)
        case .success(let conflicts):
            for next in items {
                guard let conflict = conflicts[next.item.item.id] else {
                    write.waiting.append(next)
                    continue
                }
                let cause = ItemCause(
                    code: "storage.collision",
                    message: "\(conflict.path) belongs to line \(conflict.line); distinguish them in the name "
                        + "template, for example by {dir}, {hash} or a column")
                mail.report(next.item, .failed(cause))
            }
        }
    }

    private mutating func take(written item: ClaimedItem, _ result: Result<ItemFacts, ServiceError>) {
        write.running -= 1
        switch result {
        case .success(let facts): mail.report(item, .done(facts))
        case .failure(let error): take(error, of: item)
        }
    }

    private mutating func take(reported letter: ItemReporting.Letter, _ result: Result<Void, JobError>) {
        mail.isReporting = false
        if case .failure(let error) = result {
            mail.letter.add(letter)
            take(error)
            return
        }
        for lease in letter.leases where held[lease.item]?.lease == lease { held[lease.item] = nil }
        // That may have been the last of the batch, or what others had to wait for.
        if fetch.waiting.isEmpty { schedule.nextClaim = .now }
    }

    private mutating func take(extended result: Result<Set<ItemID>, JobError>) {
        switch result {
        case .failure(let error): take(error)
        case .success(let lost):
            // What has begun runs to its end; the store will not accept its report.
            fetch.waiting.removeAll { lost.contains($0.item.item.id) }
            for item in lost where !mail.letter.reports.contains(where: { $0.lease.item == item }) { held[item] = nil }
        }
    }

    /// A store that is busy is asked again; any other failure ends the run.
    private mutating func take(_ error: JobError) {
        guard error.code == .busy else { return course.fail(error) }
        configuration.notice(.storeWaits(error))
    }

    private mutating func take(_ error: ServiceError, of item: ClaimedItem) {
        switch ItemFailure(error) {
        case .permanent(let cause): mail.report(item, .failed(cause))
        case .temporary(let cause, let retryAfter): putOff(item, cause, retryAfter)
        case .cancelled: mail.giveBack([item])
        case .batch(let cause):
            mail.giveBack([item])
            mail.pauses.append((item.item.batch, cause))
        }
    }

    private mutating func putOff(_ item: ClaimedItem, _ cause: ItemCause, _ retryAfter: Duration?) {
        let attempt = item.item.attempts + 1
        if let retryAfter {
            hosts.close(item.host, until: .now + min(retryAfter, JobTiming.longestDelay))
        }
        guard attempt < recipes[item.item.batch]?.specification.maximumAttempts ?? 1 else {
            mail.report(item, .failed(cause))
            return
        }
        let delay = configuration.retries.delay(attempt: attempt, retryAfter: retryAfter, using: &random)
        mail.report(item, .putOff(cause, at: Date() + delay / .seconds(1)))
    }
}

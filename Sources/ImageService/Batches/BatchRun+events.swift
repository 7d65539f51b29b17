import Foundation
import Jobs
import Storage

// What follows from an event.
extension BatchRun {
    mutating func take(_ event: Event) {
        switch event {
        case .claimed(let result): take(claims: result)
        case .fetched(let item, let result): take(fetched: item, result)
        case .rendered(let item, let result): take(rendered: item, result)
        case .outputsClaimed(let items, let result): take(outputsOf: items, result)
        case .written(let item, let result): take(written: item, result)
        case .reported(let reports, let returned, let result): take(reported: reports, returned, result)
        case .extended(let result): take(extended: result)
        case .paused(let result):
            pausing -= 1
            if case .failure(let error) = result { take(error) }
        case .tick: isTicking = false
        }
    }

    private mutating func take(claims result: Result<Claims, JobError>) {
        isClaiming = false
        switch result {
        case .failure(let error):
            nextClaim = .now + configuration.pollInterval
            take(error)
        case .success(let claims):
            if claims.isGoalReached { isEnding = true }
            nextClaim = claims.items.isEmpty ? claims.next : .now
            for batch in claims.batches where batches[batch.id] == nil { prepare(batch) }
            for item in claims.items {
                held[item.item.id] = item
                guard batches[item.item.batch] != nil else {
                    returned.append((item.lease, nil))
                    continue
                }
                queue.append(QueuedItem(item: item, host: BatchRun.host(of: item)))
            }
        }
    }

    /// A template that cannot be used was let in by another version: the batch waits for one that can.
    private mutating func prepare(_ batch: Batch) {
        do {
            batches[batch.id] = try BatchWork(batch)
        } catch {
            pauses.append((batch.id, ItemCause(code: "storage.\(error.code)", message: error.message)))
        }
    }

    private mutating func take(fetched item: ClaimedItem, _ result: Result<BatchItemWork.Fetched, ServiceError>) {
        fetching -= 1
        hosts.end(BatchRun.host(of: item), at: .now)
        switch result {
        case .success(.unchanged(let facts)): end(item, .skipped(facts))
        case .success(let source): fetched.append(FetchedItem(item: item, source: source))
        case .failure(let error): take(error, of: item)
        }
    }

    private mutating func take(rendered item: ClaimedItem, _ result: Result<BatchItemWork.Made, ServiceError>) {
        rendering -= 1
        switch result {
        case .success(let made): self.made.append(MadeItem(item: item, made: made))
        case .failure(let error): take(error, of: item)
        }
    }

    private mutating func take(
        outputsOf items: [MadeItem], _ result: Result<[ItemID: OutputConflict], JobError>
    ) {
        isClaimingOutputs = false
        switch result {
        case .failure(let error):
            made += items
            take(error)
        case .success(let conflicts):
            for next in items {
                guard let conflict = conflicts[next.item.item.id] else {
                    cleared.append(next)
                    continue
                }
                let cause = ItemCause(
                    code: "storage.collision",
                    message: "\(conflict.path) belongs to line \(conflict.line); distinguish them in the name "
                        + "template, for example by {dir}, {hash} or a column")
                end(next.item, .failed(cause))
            }
        }
    }

    private mutating func take(written item: ClaimedItem, _ result: Result<ItemFacts, ServiceError>) {
        writing -= 1
        switch result {
        case .success(let facts): end(item, .done(facts))
        case .failure(let error): take(error, of: item)
        }
    }

    private mutating func take(
        reported: [ItemReport], _ given: [(lease: ItemLease, delay: Duration?)], _ result: Result<Void, JobError>
    ) {
        isReporting = false
        if case .failure(let error) = result {
            reports += reported
            returned += given
            take(error)
            return
        }
        for lease in reported.map(\.lease) + given.map(\.lease) where held[lease.item]?.lease == lease {
            held[lease.item] = nil
        }
        // That may have been the last of the batch, or what others had to wait for.
        if queue.isEmpty { nextClaim = .now }
    }

    private mutating func take(extended result: Result<Set<ItemID>, JobError>) {
        switch result {
        case .failure(let error): take(error)
        case .success(let lost):
            // What has been begun goes on to its end: the store will not take its report.
            queue.removeAll { lost.contains($0.item.item.id) }
            for item in lost where !reports.contains(where: { $0.lease.item == item }) { held[item] = nil }
        }
    }

    /// A store that is busy is asked again; any other failure ends the run.
    private mutating func take(_ error: JobError) {
        guard error.code == .busy else {
            failure = failure ?? error
            return
        }
        configuration.notice(.storeWaits(error))
    }

    private mutating func take(_ error: ServiceError, of item: ClaimedItem) {
        switch ItemFailure(error) {
        case .permanent(let cause): end(item, .failed(cause))
        case .temporary(let cause, let retryAfter): putOff(item, cause, retryAfter)
        case .cancelled: returned.append((item.lease, nil))
        case .batch(let cause):
            returned.append((item.lease, nil))
            pauses.append((item.item.batch, cause))
        }
    }

    private mutating func putOff(_ item: ClaimedItem, _ cause: ItemCause, _ retryAfter: Duration?) {
        let attempt = item.item.attempts + 1
        if let retryAfter {
            hosts.close(BatchRun.host(of: item), until: .now + min(retryAfter, JobTiming.longestDelay))
        }
        guard attempt < batches[item.item.batch]?.specification.maximumAttempts ?? 1 else {
            end(item, .failed(cause))
            return
        }
        let delay = configuration.retries.delay(attempt: attempt, retryAfter: retryAfter, using: &random)
        end(item, .putOff(cause, at: Date() + delay / .seconds(1)))
    }

    private mutating func end(_ item: ClaimedItem, _ outcome: ItemReport.Outcome) {
        reports.append(ItemReport(lease: item.lease, outcome: outcome))
    }
}

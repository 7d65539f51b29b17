package import Foundation

/// Keeps batches, and gives their items to workers: in this process, in others, on other machines.
///
/// Whatever a call says when it returns is on the disk. Calls of one worker and of many may come at the same time, in any
/// order. Nothing here depends on a process that goes on: a worker that is gone leaves leases, and those run out.
///
/// **Leases and the clock.** A claimed item belongs to whoever holds its newest token. The time only says when the next
/// worker may claim it: at the lease's end, or when the end lies further ahead than any lease is long, because the clock
/// was set back. So a clock that jumps ahead makes an item be worked on twice, and one that jumps back makes it wait for
/// at most `longestLease`; but it is finished once in any case, since a report under an old token changes nothing. The
/// same holds for waiting until a time: at most `longestDelay`.
///
/// Every call throws `busy`, `corrupt`, `noSpace`, `notPermitted` or `failed` when the store itself fails; nothing has
/// changed then.
package protocol JobStore: Sendable {
    // MARK: Batches

    /// A new batch in the state `loading`. Whoever loads it has a lease on it for `JobTiming.loadingLease`.
    ///
    /// With an `idempotencyKey` that was used before for an equal specification, returns that batch instead, with `isNew`
    /// false. A key is forgotten with its batch. A batch whose loader has lost its lease (a crash ended it) is deleted, and
    /// its key is free.
    ///
    /// - Throws: `invalidBatch`; `keyInUse` when the key stands for another specification; `wrongState` when the batch of
    ///   the key is still being loaded.
    func create(
        _ specification: BatchSpecification, idempotencyKey: String?
    ) async throws(JobError) -> (batch: Batch, isNew: Bool)

    /// Extends the loader's lease on a batch by `JobTiming.loadingLease` from now. Adding items does, too.
    ///
    /// - Throws: `notFound`, `wrongState`: the batch is no longer this loader's.
    func extendLoading(of batch: BatchID) async throws(JobError)

    /// Adds items to a batch that is loading; all of them, or none. Those with the same source and values as an earlier
    /// one are left out, and returned.
    ///
    /// - Throws: `notFound`, `wrongState`.
    func append(_ items: [NewItem], to batch: BatchID) async throws(JobError) -> [DuplicateItem]

    /// Ends loading: the batch runs, or is finished if it has no items.
    ///
    /// - Throws: `notFound`, `wrongState`.
    @discardableResult
    func seal(_ batch: BatchID) async throws(JobError) -> Batch

    /// - Throws: `notFound`.
    func batch(_ id: BatchID) async throws(JobError) -> Batch

    /// Batches, the newest first; at most `limit`, which is 1…1000.
    ///
    /// - Throws: `invalidCursor`.
    func batches(after cursor: PageCursor?, limit: Int) async throws(JobError) -> Page<Batch>

    /// No further item is given out. Pausing a paused batch keeps the first reason. `reason` is `nil` when a person
    /// wants it; otherwise the webhook is told.
    ///
    /// - Throws: `notFound`; `wrongState` unless running or paused.
    @discardableResult
    func pause(_ batch: BatchID, reason: ItemCause?) async throws(JobError) -> Batch

    /// A paused batch runs again; the failure limit counts from here. Does nothing to a running one.
    ///
    /// - Throws: `notFound`; `wrongState` unless running or paused.
    @discardableResult
    func resume(_ batch: BatchID) async throws(JobError) -> Batch

    /// Gives the batch up. Items that are being worked on may still end. Does nothing to a cancelled one.
    ///
    /// - Throws: `notFound`; `wrongState` for a finished one.
    @discardableResult
    func cancel(_ batch: BatchID) async throws(JobError) -> Batch

    /// Failed items wait again, with all attempts before them, and a finished batch runs again. Only those whose cause
    /// has `code`, if it is given.
    ///
    /// - Returns: how many.
    /// - Throws: `notFound`; `wrongState` while loading, or when cancelled.
    func retry(_ batch: BatchID, cause code: String?) async throws(JobError) -> Int

    /// Forgets the batch and all that belongs to it, in any state; its outputs stay.
    ///
    /// - Throws: `notFound`.
    func delete(_ batch: BatchID) async throws(JobError)

    // MARK: Looking

    /// Items of a batch in manifest order; or those in `state`, in the order in which they came into it. At most
    /// `limit`, which is 1…1000.
    ///
    /// - Throws: `notFound`, `invalidCursor`.
    func items(
        of batch: BatchID, in state: ItemState?, after cursor: PageCursor?, limit: Int
    ) async throws(JobError) -> Page<BatchItem>

    /// How many items failed by each cause's code.
    ///
    /// - Throws: `notFound`.
    func failures(of batch: BatchID) async throws(JobError) -> [String: Int]

    /// All that happened to an item, the eldest first; nothing for an item that is not there.
    func log(of item: ItemID) async throws(JobError) -> [ItemTransition]

    // MARK: Working

    /// Batches that run and have items that wait or are being worked on, those first that nobody claimed from for the
    /// longest time.
    func batchesWithWork() async throws(JobError) -> [Batch]

    /// When the next item of `batch` can be claimed, if none can be now; `nil` when nothing will be by itself.
    func nextClaim(of batch: BatchID) async throws(JobError) -> Date?

    /// Gives at most `count` items of a running batch to `worker` until `lease` has passed: waiting ones whose time has
    /// come, and such whose lease has run out. Nothing when there are none, or the batch does not run.
    ///
    /// Items that have been lost too often fail on the way. One that was lost is in small company from then on, so that
    /// what ends a worker is found before much has been lost beside it: the worker has at most
    /// `ItemLease.company(losses:)` items of the batch at a time, by the item with the most losses. That may be why
    /// nothing is given. `lease` is at most `longestLease`; `count` is 1…10,000.
    func claim(
        _ count: Int, of batch: BatchID, for worker: String, lease: Duration
    ) async throws(JobError) -> [ClaimedItem]

    /// Has the leases last until `lease` has passed from now. Also of batches that were paused or cancelled.
    ///
    /// - Returns: those that are no longer theirs: the work is another's.
    func extend(_ leases: [ItemLease], by lease: Duration) async throws(JobError) -> Set<ItemID>

    /// Ends the leases with what came of each; all in one step. The batch finishes with its last item, and pauses when
    /// its failure limit is reached.
    ///
    /// - Returns: those that were no longer theirs; nothing was changed for them.
    func finish(_ reports: [ItemReport]) async throws(JobError) -> Set<ItemID>

    /// Gives items back untried; they can be claimed at once, or from `time` on. Those that are no longer theirs stay as
    /// they are.
    func release(_ leases: [ItemLease], until time: Date?) async throws(JobError)

    /// Sees to it that no two items of one batch write the same file: asks for `paths` for the item, before they are
    /// written. Not needed where a path holds the hash of the source's content.
    ///
    /// - Returns: for each request that was refused, the path, and the line of the item that has it.
    func claimOutputs(_ requests: [OutputRequest]) async throws(JobError) -> [ItemID: OutputConflict]

    // MARK: Telling

    /// At most `limit` notifications that are due, each for the caller alone until `lease` has passed.
    func claimNotifications(_ limit: Int, lease: Duration) async throws(JobError) -> [BatchNotification]

    /// What came of one; ignored when it is no longer the caller's.
    func finish(_ notification: BatchNotification, _ outcome: NotificationOutcome) async throws(JobError)
}

extension JobStore {
    /// The longest lease that any implementation gives.
    package static var longestLease: Duration { JobTiming.longestLease }
    /// The longest that an item is put off.
    package static var longestDelay: Duration { JobTiming.longestDelay }
}

/// The bounds of times, so that a clock that jumps can do no harm for longer.
package enum JobTiming {
    /// The longest lease.
    package static let longestLease = Duration.seconds(600)
    /// How long a batch is its loader's without a sign of life.
    package static let loadingLease = Duration.seconds(60)
    /// The longest that an item or a notification is put off.
    package static let longestDelay = Duration.seconds(6 * 3600)
}

/// An item that was left out because another one of its batch is the same.
package struct DuplicateItem: Sendable, Hashable {
    package var source: String
    package var line: Int
    /// The line of the one that is kept.
    package var firstLine: Int

    package init(source: String, line: Int, firstLine: Int) {
        self.source = source
        self.line = line
        self.firstLine = firstLine
    }
}

/// The files that an item is going to write.
package struct OutputRequest: Sendable, Hashable {
    package var lease: ItemLease
    package var batch: BatchID
    package var paths: [String]

    package init(lease: ItemLease, batch: BatchID, paths: [String]) {
        self.lease = lease
        self.batch = batch
        self.paths = paths
    }
}

/// A file that two items of a batch would write.
package struct OutputConflict: Sendable, Hashable {
    package var path: String
    /// The line of the item that has it.
    package var line: Int

    package init(path: String, line: Int) {
        self.path = path
        self.line = line
    }
}

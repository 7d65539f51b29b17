package import Foundation

/// Stores batches, and hands out their items to workers: in this process, in others, on other machines.
///
/// Whatever a call reports is on disk when it returns. Calls from one worker or many may come at the same time, in any
/// order. Nothing here depends on a process that keeps running: a worker that is gone leaves leases, and those expire.
///
/// **Leases and the clock.** A claimed item belongs to the holder of its newest token. The time only determines when
/// the next worker may claim it: at the end of the lease, or when that end is further in the future than any lease can
/// be, because the clock was set back. So if the clock jumps ahead, an item is worked on twice, and if it jumps back,
/// the item waits for at most `JobTiming.longestLease`; either way it is finished only once, since a report with an old token
/// changes nothing. The same applies to waiting until a given time: at most `JobTiming.longestDelay`.
///
/// Every call throws `busy`, `corrupt`, `noSpace`, `notPermitted` or `failed` if the store itself fails; nothing has
/// been changed then.
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
    /// one are skipped and returned.
    ///
    /// - Throws: `notFound`, `wrongState`.
    func append(_ items: [NewItem], to batch: BatchID) async throws(JobError) -> [DuplicateItem]

    /// Ends loading: the batch starts running, or is finished if it has no items.
    ///
    /// - Throws: `notFound`, `wrongState`.
    @discardableResult
    func seal(_ batch: BatchID) async throws(JobError) -> Batch

    /// - Throws: `notFound`.
    func batch(_ id: BatchID) async throws(JobError) -> Batch

    /// Batches, newest first; at most `limit`, which is 1…1000.
    ///
    /// - Throws: `invalidCursor`.
    func batches(after cursor: PageCursor?, limit: Int) async throws(JobError) -> Page<Batch>

    /// Stops handing out items. Pausing a paused batch keeps the first reason. `reason` is `nil` if a person requested
    /// it; otherwise the webhook is notified.
    ///
    /// - Throws: `notFound`; `wrongState` unless running or paused.
    @discardableResult
    func pause(_ batch: BatchID, reason: ItemCause?) async throws(JobError) -> Batch

    /// Resumes a paused batch; the failure limit counts from here. Does nothing to a running one.
    ///
    /// - Throws: `notFound`; `wrongState` unless running or paused.
    @discardableResult
    func resume(_ batch: BatchID) async throws(JobError) -> Batch

    /// Cancels the batch. Items that are being worked on may still end. Does nothing to a cancelled one.
    ///
    /// - Throws: `notFound`; `wrongState` for a finished one.
    @discardableResult
    func cancel(_ batch: BatchID) async throws(JobError) -> Batch

    /// Makes failed items wait again, with all attempts available, and makes a finished batch run again. Only those
    /// whose cause has `code`, if it is given.
    ///
    /// - Returns: the number of items.
    /// - Throws: `notFound`; `wrongState` if it is loading or cancelled.
    func retry(_ batch: BatchID, cause code: String?) async throws(JobError) -> Int

    /// Deletes the batch and everything that belongs to it, in any state; its outputs remain.
    ///
    /// - Throws: `notFound`.
    func delete(_ batch: BatchID) async throws(JobError)

    // MARK: Looking

    /// Items of a batch in manifest order; or those in `state`, in the order in which they entered it. At most `limit`,
    /// which is 1…1000.
    ///
    /// - Throws: `notFound`, `invalidCursor`.
    func items(
        of batch: BatchID, in state: ItemState?, after cursor: PageCursor?, limit: Int
    ) async throws(JobError) -> Page<BatchItem>

    /// The last item of a batch in manifest order; `nil` when it has none.
    ///
    /// - Throws: `notFound`.
    func lastItem(of batch: BatchID) async throws(JobError) -> BatchItem?

    /// The number of items that failed, by the code of their cause.
    ///
    /// - Throws: `notFound`.
    func failures(of batch: BatchID) async throws(JobError) -> [String: Int]

    /// The history of an item, oldest first; empty if the item does not exist.
    func log(of item: ItemID) async throws(JobError) -> [ItemTransition]

    // MARK: Working

    /// Running batches with items that wait or are being worked on, starting with those from which nothing has been
    /// claimed for the longest time.
    func batchesWithWork() async throws(JobError) -> [Batch]

    /// When the next item of `batch` can be claimed, if none can be now; `nil` if none will become available by itself.
    func nextClaim(of batch: BatchID) async throws(JobError) -> Date?

    /// Hands at most `count` items of a running batch to `worker` until `lease` has passed: waiting ones whose time has
    /// come, and ones whose lease has expired. Returns nothing if there are none, or if the batch is not running.
    ///
    /// Items that have been lost too often fail on the way. From then on, a lost item is handed out together with few
    /// others, so that whatever kills workers is found before much has been lost with it: the worker holds at most
    /// `ItemLease.company(losses:)` items of the batch at a time, determined by the item with the most losses. That may
    /// be why nothing is returned. `lease` is at most `JobTiming.longestLease`; `count` is 1…10,000.
    func claim(
        _ count: Int, of batch: BatchID, for worker: String, lease: Duration
    ) async throws(JobError) -> [ClaimedItem]

    /// Extends the leases until `lease` has passed from now, even in batches that were paused or cancelled.
    ///
    /// - Returns: those that are no longer valid: another worker has the item.
    func extend(_ leases: [ItemLease], by lease: Duration) async throws(JobError) -> Set<ItemID>

    /// Ends the leases with their results; all in one step. The batch finishes with its last item, and pauses when its
    /// failure limit is reached.
    ///
    /// - Returns: those that were no longer valid; nothing was changed for them.
    func finish(_ reports: [ItemReport]) async throws(JobError) -> Set<ItemID>

    /// Returns items without having tried them; they can be claimed at once, or from `time` on. Items whose lease is no
    /// longer valid are unchanged.
    func release(_ leases: [ItemLease], until time: Date?) async throws(JobError)

    /// Makes sure that no two items of one batch write the same file: claims `paths` for the item, before they are
    /// written. Not needed if a path contains the hash of the source's content.
    ///
    /// - Returns: for each refused request, the path, and the line of the item that owns it.
    func claimOutputs(_ requests: [OutputRequest]) async throws(JobError) -> [ItemID: OutputConflict]

    // MARK: Telling

    /// At most `limit` notifications that are due, reserved for the caller until `lease` has passed.
    func claimNotifications(_ limit: Int, lease: Duration) async throws(JobError) -> [BatchNotification]

    /// Records the outcome of a notification; ignored if it is no longer the caller's.
    func finish(_ notification: BatchNotification, _ outcome: NotificationOutcome) async throws(JobError)
}

/// Bounds on times, so that a clock that jumps can do no harm for longer than that.
package enum JobTiming {
    /// The longest lease.
    package static let longestLease = Duration.seconds(600)
    /// How long a batch is its loader's without a sign of life.
    package static let loadingLease = Duration.seconds(60)
    /// The longest time for which an item or a notification is postponed.
    package static let longestDelay = Duration.seconds(6 * 3600)
}

/// An item that was skipped because another item of its batch is the same.
package struct DuplicateItem: Sendable, Hashable, Encodable {
    package var source: String
    package var line: Int
    /// The line of the item that is kept.
    package var firstLine: Int

    package init(source: String, line: Int, firstLine: Int) {
        self.source = source
        self.line = line
        self.firstLine = firstLine
    }
}

/// The files that an item is about to write.
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
    /// The line of the item that owns it.
    package var line: Int

    package init(path: String, line: Int) {
        self.path = path
        self.line = line
    }
}

/// Puts the items of a list into a batch that is loading, and remembers what was wrong with them.
///
/// After the first fault nothing more is added: the batch will not be started, and is read on for further faults only.
package struct BatchLoader: Sendable {
    /// Items that go into the store at once.
    private static let step = 5000
    /// How many duplicates are kept for the report.
    package static let keptDuplicates = 100

    private let store: any JobStore
    private let batch: BatchID
    private var waiting: [NewItem] = []
    package private(set) var report = ManifestReport()

    package init(store: any JobStore, batch: BatchID) {
        self.store = store
        self.batch = batch
    }

    /// Adds `items`; in the store at the latest when `finish` returns.
    ///
    /// - Throws: `notFound`, `wrongState`, and what the store fails with.
    package mutating func add(_ items: [NewItem]) async throws(JobError) {
        guard report.faultCount == 0 else { return }
        waiting += items
        while waiting.count >= Self.step { try await flush(Self.step) }
    }

    /// Reads all of `next`'s pieces by `parser`; `nil` ends them.
    ///
    /// - Throws: as `add`; `manifestUnreadable` for what `next` throws.
    package mutating func read(
        _ parser: consuming ManifestParser,
        _ next: nonisolated(nonsending) () async throws -> [UInt8]?
    ) async throws(JobError) {
        var parser = parser
        while let piece = try await Self.piece(next) {
            guard try await read(piece, by: &parser) else { return }
        }
        try await finish(&parser)
    }

    /// Reads the next piece of a list by `parser`; whether the rest of it is worth reading.
    ///
    /// - Throws: as `add`.
    package mutating func read(
        _ piece: some Collection<UInt8> & Sendable, by parser: inout ManifestParser
    ) async throws(JobError) -> Bool {
        let items = parser.read(piece)
        note(parser)
        try await add(items)
        return !parser.isStopped && report.faultCount < ManifestParser.keptFaults
    }

    /// Reads what `parser` still holds at the end of a list.
    ///
    /// - Throws: as `add`.
    package mutating func finish(_ parser: inout ManifestParser) async throws(JobError) {
        let items = parser.finish()
        note(parser)
        try await add(items)
    }

    /// Starts the batch, if there was no fault; otherwise forgets it.
    ///
    /// - Returns: the batch; `nil` when it was forgotten.
    package mutating func finish() async throws(JobError) -> Batch? {
        if report.faultCount == 0 {
            while !waiting.isEmpty { try await flush(Self.step) }
            return try await store.seal(batch)
        }
        try await store.delete(batch)
        return nil
    }

    private mutating func note(_ parser: ManifestParser) {
        report.faults = parser.faults
        report.faultCount = parser.faultCount
    }

    private mutating func flush(_ count: Int) async throws(JobError) {
        let items = Array(waiting.prefix(count))
        let duplicates = try await store.append(items, to: batch)
        waiting.removeFirst(items.count)
        report.itemCount += items.count - duplicates.count
        report.duplicateCount += duplicates.count
        report.duplicates += duplicates.prefix(Self.keptDuplicates - report.duplicates.count)
    }

    private static func piece(
        _ next: nonisolated(nonsending) () async throws -> [UInt8]?
    ) async throws(JobError) -> [UInt8]? {
        do { return try await next() } catch let error as JobError { throw error } catch {
            throw JobError(.manifestUnreadable, "The list of sources cannot be read to its end.", cause: error)
        }
    }
}

/// What became of a list of sources.
package struct ManifestReport: Sendable, Hashable {
    /// Items in the batch.
    package var itemCount = 0
    /// The first faults, in the order of lines, and how many there are; reading ends when `ManifestParser.keptFaults` are found.
    package var faults: [ManifestFault] = []
    package var faultCount = 0
    /// The first items that were left out because an earlier one is the same, and how many there are.
    package var duplicates: [DuplicateItem] = []
    package var duplicateCount = 0

    package init() {}
}

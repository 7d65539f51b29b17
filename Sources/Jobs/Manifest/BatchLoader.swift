/// Adds the items of a list to a batch that is loading, and records what was wrong with them.
///
/// After the first fault nothing more is added: the batch will not be started, and the rest is read only to find
/// further faults.
package struct BatchLoader: Sendable {
    /// Items added to the store at once.
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

    /// Adds `items`; they are in the store when `finish` returns, at the latest.
    ///
    /// - Throws: `notFound`, `wrongState`, and the store's own failures.
    package mutating func add(_ items: [NewItem]) async throws(JobError) {
        guard report.faultCount == 0 else { return }
        waiting += items
        while waiting.count >= Self.step { try await flush(Self.step) }
    }

    /// Adds sources that are listed one by one; their places are counted from 1.
    ///
    /// - Throws: as `add`.
    package mutating func read(
        _ sources: [(text: String, values: [String: String])], by rules: ManifestRules
    ) async throws(JobError) {
        var items: [NewItem] = []
        for (index, source) in sources.enumerated() {
            switch rules.item(source: source.text, line: index + 1, values: source.values) {
            case .success(let item): items.append(item)
            case .failure(let mistake):
                report.faults.append(ManifestFault(line: index + 1, message: mistake.message))
                report.faultCount += 1
            }
        }
        try await add(items)
    }

    /// Reads all pieces from `next` with `parser`; `nil` ends them.
    ///
    /// - Throws: as `add`; `manifestUnreadable` for errors thrown by `next`.
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

    /// Reads the next piece of a list with `parser`; returns whether the rest of it is worth reading.
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

    /// Starts the batch if there was no fault; otherwise deletes it.
    ///
    /// - Returns: the batch; `nil` if it was deleted.
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

/// The result of reading a list of sources.
package struct ManifestReport: Sendable, Hashable {
    /// Items in the batch.
    package var itemCount = 0
    /// The first faults, in order of their lines, and how many there are; reading ends after
    /// `ManifestParser.keptFaults` of them.
    package var faults: [ManifestFault] = []
    package var faultCount = 0
    /// The first items that were skipped because an earlier one is the same, and how many there are.
    package var duplicates: [DuplicateItem] = []
    package var duplicateCount = 0

    package init() {}
}

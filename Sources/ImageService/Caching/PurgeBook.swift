import Caching
import NIOConcurrencyHelpers

/// The purges and blocked sources of a cache, in memory and, where it has a folder, in files there.
package final class PurgeBook: Sendable {
    private struct State {
        var ledger: PurgeLedger
        var blocked: Set<CacheKey>
        /// Lines that the file has got since it was written anew.
        var appended = 0
    }

    /// Lines after which the file is written anew, with only what is remembered.
    private static let mostAppended = 200_000

    private let file: LedgerFile?
    private let blockFile: KeyListFile?
    private let state: NIOLockedValueBox<State>

    /// Whether the folder of a disk cache has never been one.
    static func isNew(_ folder: String) -> Bool { !LedgerFile.isUsed(folder: folder) }

    init(folder: String?, isNew: Bool) {
        file = folder.map { LedgerFile(path: $0 + "/purges") }
        blockFile = folder.map { KeyListFile(path: $0 + "/blocked") }
        let ledger = file?.read(isNew: isNew, now: CacheClock.now) ?? PurgeLedger()
        state = NIOLockedValueBox(State(ledger: ledger, blocked: blockFile?.read() ?? []))
        // Also where nothing could be read: what that purged stays purged. A folder that can't be written purges again.
        _ = file?.rewrite(ledger, by: Self.temporary(folder))
    }

    /// The number of the last purge: what is requested now knows it.
    var last: Int { state.withLockedValue { $0.ledger.last } }

    var scopeCount: Int { state.withLockedValue { $0.ledger.scopeCount } }

    func verdict(on head: EntryHead) -> PurgeLedger.Verdict { state.withLockedValue { $0.ledger.verdict(on: head) } }

    func isBlocked(_ source: CacheKey) -> Bool { state.withLockedValue { $0.blocked.contains(source) } }

    var blockedCount: Int { state.withLockedValue { $0.blocked.count } }

    /// Purges `scopes`: when it returns, nothing that they concern is used any more, also after a loss of power. Blocks.
    ///
    /// - Throws: `unusableFolder`, when the disk refuses it; the purge holds until the process ends.
    func purge(_ scopes: [PurgeScope], _ strength: PurgeStrength) throws(CacheError) {
        let (purges, isLong) = state.withLockedValue { state -> ([Purge], Bool) in
            var purges: [Purge] = []
            for scope in scopes {
                let number = max(state.ledger.last + 1, CacheClock.now)
                purges.append(Purge(number: number, scope: scope, strength: strength))
                state.ledger.record(purges[purges.count - 1])
            }
            state.appended += purges.count
            let isLong = state.appended > Self.mostAppended
            if isLong { state.appended = 0 }
            return (purges, isLong)
        }
        guard let file else { return }
        let failure = writing.withLock {
            // A ledger that was taken before another purge must not be written behind it.
            isLong ? file.rewrite(state.withLockedValue { $0.ledger }, by: file.path + ".new") : file.append(purges)
        }
        try Self.check(failure, file.path)
    }

    /// One writer of the files at a time.
    private let writing = NIOLock()

    private static func temporary(_ folder: String?) -> String { (folder ?? "") + "/purges.new" }

    /// Blocks a source, or lets it in again, and says whether that changed something. Blocks.
    ///
    /// - Throws: `unusableFolder`.
    @discardableResult
    func block(_ source: CacheKey, _ isBlocked: Bool) throws(CacheError) -> Bool {
        let changed = state.withLockedValue { state in
            isBlocked ? state.blocked.insert(source).inserted : state.blocked.remove(source) != nil
        }
        guard changed, let blockFile else { return changed }
        let failure = writing.withLock { blockFile.write(state.withLockedValue { $0.blocked }) }
        try Self.check(failure, blockFile.path)
        return changed
    }

    private static func check(_ failure: Int32, _ path: String) throws(CacheError) {
        guard failure != 0 else { return }
        throw CacheError(
            .unusableFolder, "\(path) cannot be written (error \(failure)): it holds only until the service ends.")
    }
}

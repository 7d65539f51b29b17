import Glibc
import ImageModel
import NIOConcurrencyHelpers

/// Entries in a folder, one file each, bounded by bytes and by what stays free on the file system. All of it blocks.
///
/// The files are the index: nothing is kept in memory for each, and a start reads no entry. A file is written under
/// another name first, and says its length and checksums, so that neither `kill -9` nor a loss of power leaves a wrong one:
/// what is not whole is a miss. No failure of the disk is an error; it is counted.
///
/// What goes when there is no room is chosen among a sample: the least requested (`FrequencySketch`), then the longest
/// unused. And what was requested less often than what went last is not taken in.
package final class DiskTier: Sendable {
    /// What has happened since the start, and what there is.
    package struct Gauges: Sendable, Hashable {
        package var bytes = 0
        package var entries = 0
        /// Whether `bytes` and `entries` are known: after a crash the files are counted in the background.
        package var isMeasured = false
        package var evicted = 0
        /// Not taken in, because what is there is requested more often.
        package var declined = 0
        /// Files that were not whole, or of another version.
        package var broken = 0
        /// Writes that the disk refused.
        package var failed = 0
    }

    struct State {
        var sketch: FrequencySketch
        var bytes = [Int](repeating: 0, count: DiskFolder.shardCount)
        var entries = [Int](repeating: 0, count: DiskFolder.shardCount)
        var gauges = Gauges()
        /// How often what was evicted last had been requested.
        var lastEvicted = 0
        var writesUntilLook = 0
        var isEvicting = false

        mutating func count(_ shard: Int, bytes size: Int, entries number: Int) {
            bytes[shard] += size
            entries[shard] += number
            gauges.bytes += size
            gauges.entries += number
        }
    }

    let folder: DiskFolder
    /// The most bytes of entries.
    package let limit: Int
    /// What stays free on the file system.
    package let minimumFree: Int
    let state: NIOLockedValueBox<State>
    /// Seconds until a use is noted anew.
    private static let useSeconds = 600
    /// Writes between two looks at what is free.
    static let writesBetweenLooks = 32

    /// Opens or makes the cache in the folder at `path`.
    ///
    /// - Throws: `unusableFolder`, `inUse`.
    package init(path: String, limit: Int, minimumFree: Int) throws(CacheError) {
        folder = try DiskFolder(path)
        self.limit = limit
        self.minimumFree = minimumFree
        state = NIOLockedValueBox(State(sketch: FrequencySketch(bytes: limit)))
        readTotals()
    }

    package var gauges: Gauges { state.withLockedValue { $0.gauges } }

    /// Counts a request, whether the entry is there or not.
    package func request(_ key: CacheKey) { state.withLockedValue { $0.sketch.add(key.spread) } }

    /// The entry with this key, before it is read: so that its bytes can be reserved. `nil` when there is none.
    package func find(_ key: CacheKey) -> Found? {
        guard let file = CacheFile(folder.path(of: key)) else { return nil }
        return Found(tier: self, key: key, file: file)
    }

    /// An entry that is there, open.
    package struct Found: Sendable {
        fileprivate let tier: DiskTier
        package let key: CacheKey
        fileprivate let file: CacheFile

        /// Bytes of head and body.
        package var byteCount: Int { file.byteCount }

        /// The whole entry; `nil` when the file is broken, which removes it.
        package func entry() -> CacheEntry? {
            guard let bytes = file.bytes(first: file.byteCount), let entry = EntryFormat.entry(bytes, key: key) else {
                tier.removeBroken(key)
                return nil
            }
            noteUse()
            return entry
        }

        /// Its head alone, without reading the body; `nil` when the head is broken, which removes the file.
        package func head() -> EntryHead? {
            guard var bytes = file.bytes(first: 4096), let layout = EntryFormat.Layout(bytes), layout.key == key
            else {
                tier.removeBroken(key)
                return nil
            }
            if bytes.count < layout.bodyStart, let more = file.bytes(first: layout.bodyStart) { bytes = more }
            guard let head = EntryFormat.head(Array(bytes.prefix(layout.bodyStart)), layout) else {
                tier.removeBroken(key)
                return nil
            }
            noteUse()
            return head
        }

        private func noteUse() {
            var now = timespec()
            clock_gettime(CLOCK_REALTIME, &now)
            if now.tv_sec - file.used > DiskTier.useSeconds { file.touch() }
        }
    }

    /// Writes `entry`, in place of the one with its key; returns whether it is kept.
    @discardableResult
    package func keep(_ entry: CacheEntry) -> Bool {
        let beginning = EntryFormat.beginning(of: entry)
        let size = beginning.count + entry.body.count
        guard size <= limit / 4, admits(entry.head.key) else {
            state.withLockedValue { $0.gauges.declined += 1 }
            return false
        }
        let (path, shard) = (folder.path(of: entry.head.key), folder.shard(of: entry.head.key))
        let replaced = CacheFile(path)?.byteCount
        let failure = entry.body.withUnsafeBytes { body in
            beginning.withUnsafeBytes { head in write([head, body], to: path, shard: shard) }
        }
        guard failure == 0 else {
            state.withLockedValue { $0.gauges.failed += 1 }
            if failure == ENOSPC || failure == EDQUOT { makeRoom(freeing: size) }
            return false
        }
        let isOver = state.withLockedValue { state in
            state.count(shard, bytes: size - (replaced ?? 0), entries: replaced == nil ? 1 : 0)
            return state.gauges.bytes > limit
        }
        if isOver || isShortOfSpace() { makeRoom() }
        return true
    }

    package func remove(_ key: CacheKey) {
        let path = folder.path(of: key)
        guard let file = CacheFile(path), unlink(path) == 0 else { return }
        state.withLockedValue { $0.count(folder.shard(of: key), bytes: -file.byteCount, entries: -1) }
    }

    private func removeBroken(_ key: CacheKey) {
        state.withLockedValue { $0.gauges.broken += 1 }
        remove(key)
    }

    private func write(_ parts: [UnsafeRawBufferPointer], to path: String, shard: Int) -> CInt {
        let failure = CacheFile.write(parts, to: path, by: folder.newPath)
        guard failure == ENOENT else { return failure }
        mkdir(folder.shardPath(shard), 0o700)
        return CacheFile.write(parts, to: path, by: folder.newPath)
    }

    /// Whether there is room, or the entry is wanted at least as much as what had to go last.
    private func admits(_ key: CacheKey) -> Bool {
        state.withLockedValue { state in
            state.gauges.bytes < limit / 100 * 95 || state.sketch.count(of: key.spread) >= state.lastEvicted
        }
    }

    private func isShortOfSpace() -> Bool {
        let isTime = state.withLockedValue { state in
            state.writesUntilLook -= 1
            guard state.writesUntilLook <= 0 else { return false }
            state.writesUntilLook = Self.writesBetweenLooks
            return true
        }
        guard isTime, let free = folder.freeBytes else { return false }
        return free < minimumFree
    }
}

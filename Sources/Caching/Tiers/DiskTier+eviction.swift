import Glibc
import NIOConcurrencyHelpers

extension DiskTier {
    /// Entries that are compared before some of them go.
    private static let sampleSize = 64
    /// What is freed beyond the limit, so that not every write has to: hundredths.
    private static let spareShare = 1

    private struct Candidate {
        let key: CacheKey
        let shard: Int
        let bytes: Int
        let used: Int
        let requests: Int
    }

    /// Removes entries until the limit holds with some room to spare, and `bytes` more are free on the file system than before
    /// where it is short of space. One caller at a time does it; others return at once.
    func makeRoom(freeing bytes: Int = 0) {
        let isFirst = state.withLockedValue { state in
            guard !state.isEvicting else { return false }
            state.isEvicting = true
            return true
        }
        guard isFirst else { return }
        defer { state.withLockedValue { $0.isEvicting = false } }
        let held = gauges.bytes
        let lacking = folder.freeBytes.map { max(0, minimumFree - $0) } ?? 0
        let target = min(limit - limit / 100 * Self.spareShare, held - max(lacking, bytes))
        while gauges.bytes > max(target, 0) {
            guard evictSome(down: target) else { return }
        }
    }

    /// Removes the least wanted quarter of a sample; whether there was any.
    private func evictSome(down target: Int) -> Bool {
        let sample = sample().sorted { ($0.requests, $0.used) < ($1.requests, $1.used) }
        guard !sample.isEmpty else { return false }
        for candidate in sample.prefix(max(1, sample.count / 4)) {
            guard gauges.bytes > target else { break }
            guard unlink(folder.path(of: candidate.key)) == 0 else { continue }
            state.withLockedValue { state in
                state.count(candidate.shard, bytes: -candidate.bytes, entries: -1)
                state.gauges.evicted += 1
                state.lastEvicted = candidate.requests
            }
        }
        return true
    }

    /// Entries of some shards in a row, from one chosen by chance.
    private func sample() -> [Candidate] {
        var candidates: [Candidate] = []
        let first = Int.random(in: 0..<DiskFolder.shardCount)
        for step in 0..<DiskFolder.shardCount where candidates.count < Self.sampleSize {
            let shard = (first + step) % DiskFolder.shardCount
            guard state.withLockedValue({ $0.entries[shard] > 0 || !$0.gauges.isMeasured }) else { continue }
            let keys = folder.keys(in: shard)
            candidates += keys.shuffled().prefix(Self.sampleSize).compactMap { candidate($0, shard) }
            // Somebody else removed files: what was counted is corrected.
            if keys.isEmpty { measure(shard) }
        }
        return candidates
    }

    private func candidate(_ key: CacheKey, _ shard: Int) -> Candidate? {
        guard let file = CacheFile(folder.path(of: key)) else { return nil }
        let requests = state.withLockedValue { $0.sketch.count(of: key.spread) }
        return Candidate(key: key, shard: shard, bytes: file.byteCount, used: file.used, requests: requests)
    }

    // What there is.

    /// Counts the files of one shard anew.
    private func measure(_ shard: Int) {
        var (bytes, entries) = (0, 0)
        for key in folder.keys(in: shard) {
            var status = stat()
            guard lstat(folder.path(of: key), &status) == 0 else { continue }
            bytes += Int(status.st_size)
            entries += 1
        }
        state.withLockedValue { [bytes, entries] state in
            state.count(shard, bytes: bytes - state.bytes[shard], entries: entries - state.entries[shard])
        }
    }

    /// Counts all files, where an earlier process did not leave word of them; `pause` is called between shards.
    package func measure(pause: () -> Void = {}, isCancelled: () -> Bool = { false }) {
        guard !gauges.isMeasured else { return }
        for shard in 0..<DiskFolder.shardCount {
            guard !isCancelled() else { return }
            measure(shard)
            pause()
        }
        state.withLockedValue { $0.gauges.isMeasured = true }
        if gauges.bytes > limit { makeRoom() }
    }

    /// Leaves word of how much there is, for the next process. Nothing may be kept any more.
    package func close() {
        let totals = state.withLockedValue { state in
            state.gauges.isMeasured ? zip(state.bytes, state.entries).map { "\($0) \($1)" } : []
        }
        guard !totals.isEmpty else { return }
        let text = Array((totals + ["whole", ""]).joined(separator: "\n").utf8)
        _ = text.withUnsafeBytes { CacheFile.write([$0], to: totalsPath, by: folder.newPath) }
    }

    /// Takes over what the last process left word of, which is then no longer true.
    func readTotals() {
        guard let file = CacheFile(totalsPath), let bytes = file.bytes(first: file.byteCount) else {
            // A new folder has nothing to count.
            let isNew = CacheFile.names(in: "\(folder.path)/entries").isEmpty
            state.withLockedValue { $0.gauges.isMeasured = isNew }
            return
        }
        unlink(totalsPath)
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
        guard lines.count == DiskFolder.shardCount + 1, lines.last.map({ Array($0) }) == Array("whole".utf8) else {
            return
        }
        state.withLockedValue { state in
            for (shard, line) in lines.dropLast().enumerated() {
                let numbers = line.split(separator: UInt8(ascii: " ")).compactMap {
                    Int(String(decoding: $0, as: UTF8.self))
                }
                guard numbers.count == 2, numbers.allSatisfy({ $0 >= 0 && $0 < 1 << 50 }) else { return }
                state.count(shard, bytes: numbers[0], entries: numbers[1])
            }
            state.gauges.isMeasured = true
        }
    }

    private var totalsPath: String { "\(folder.path)/totals" }
}

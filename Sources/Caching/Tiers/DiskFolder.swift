import Glibc

/// The folder of a disk cache, which one process uses at a time: where its files lie, and what is free.
///
/// `entries/` has 4096 folders of entries, by the first digits of their keys; `new/` what is being written; `lock`,
/// `purges` and `totals` one file each.
final class DiskFolder: Sendable {
    /// Folders of entries.
    static let shardCount = 4096
    private static let shardDigits = 3

    let path: String
    private let lock: CInt

    /// Makes what is missing, takes the lock, and removes what an earlier process had not finished.
    ///
    /// - Throws: `unusableFolder`, `inUse`.
    init(_ path: String) throws(CacheError) {
        self.path = path
        for folder in ["", "/entries", "/new"] { try Self.make(path + folder) }
        lock = open("\(path)/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw Self.unusable(path) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            throw CacheError(
                .inUse, "Another process uses the cache folder \(path): each needs one of its own.")
        }
        for name in CacheFile.names(in: "\(path)/new") { unlink("\(path)/new/\(name)") }
    }

    deinit { close(lock) }

    /// The folder of an entry: 0..<4096.
    func shard(of key: CacheKey) -> Int { Int(key.spread >> 52) }

    func path(of key: CacheKey) -> String {
        let name = key.hexadecimal
        return "\(path)/entries/\(name.prefix(Self.shardDigits))/\(name.dropFirst(Self.shardDigits))"
    }

    /// Where an entry is written before it gets its name: no two are the same.
    var newPath: String { "\(path)/new/\(String(UInt64.random(in: 0 ... .max), radix: 36))" }

    func shardPath(_ shard: Int) -> String { "\(path)/entries/\(Self.digits(shard))" }

    /// The keys in a shard.
    func keys(in shard: Int) -> [CacheKey] {
        let digits = Self.digits(shard)
        return CacheFile.names(in: shardPath(shard)).compactMap { CacheKey(hexadecimal: digits + $0) }
    }

    /// Bytes of the file system that a process without special rights may still use; `nil` when it does not say.
    var freeBytes: Int? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        return Int(
            clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue)
    }

    private static func digits(_ shard: Int) -> String {
        let text = String(shard, radix: 16)
        return String(repeating: "0", count: shardDigits - text.count) + text
    }

    private static func make(_ path: String) throws(CacheError) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw unusable(path) }
    }

    private static func unusable(_ path: String) -> CacheError {
        CacheError(.unusableFolder, "The cache folder \(path) cannot be used: \(String(cString: strerror(errno))).")
    }
}

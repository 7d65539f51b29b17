import Glibc

/// A set of keys in a file, one a line. Blocks.
package struct KeyListFile: Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    /// Those that the file has; empty where there is none.
    package func read() -> Set<CacheKey> {
        guard let file = CacheFile(path), let bytes = file.bytes(first: file.byteCount) else { return [] }
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
        return Set(lines.compactMap { CacheKey(hexadecimal: String(decoding: $0, as: UTF8.self)) })
    }

    /// Replaces the file, and flushes it to disk.
    ///
    /// - Returns: 0 or errno.
    package func write(_ keys: Set<CacheKey>) -> CInt {
        let text = Array(keys.map { "\($0)\n" }.sorted().joined().utf8)
        let temporary = path + ".new"
        unlink(temporary)
        let failure = text.withUnsafeBytes { CacheFile.write([$0], to: path, by: temporary, isFlushed: true) }
        return failure
    }
}

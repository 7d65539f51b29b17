import Glibc

/// The purges of a cache in a file, one a line, flushed to disk before a purge counts as done.
///
/// A line that is not whole ends nothing: what stands there may have been any purge, so everything up to the number of the
/// next one, or of all that is known, is purged. All of it blocks.
package struct LedgerFile: Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    /// Whether the folder of a disk cache was one already.
    package static func isUsed(folder: String) -> Bool { !CacheFile.names(in: folder).isEmpty }

    /// The purges that the file has. Where there is none although the cache has entries (`isNew` is false), everything is
    /// purged: nobody knows what was.
    package func read(isNew: Bool, now: Int) -> PurgeLedger {
        var ledger = PurgeLedger()
        guard let file = CacheFile(path), let bytes = file.bytes(first: file.byteCount) else {
            if !isNew { ledger.record(Purge(number: now, scope: .everything, strength: .hard)) }
            return ledger
        }
        var isDamaged = false
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        // What stands behind the last line's end was never acknowledged.
        lines.removeLast()
        for line in lines {
            guard let purge = Purge(line: String(decoding: line, as: UTF8.self)) else {
                isDamaged = true
                continue
            }
            ledger.record(purge)
        }
        if isDamaged {
            ledger.record(Purge(number: max(now, ledger.last + 1), scope: .everything, strength: .hard))
        }
        return ledger
    }

    /// Adds `purges` and flushes them to disk.
    ///
    /// - Returns: 0 or errno.
    package func append(_ purges: [Purge]) -> CInt {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return errno }
        defer { close(descriptor) }
        let text = Array(purges.map { $0.line + "\n" }.joined().utf8)
        let written = text.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        guard written == text.count else { return written < 0 ? errno : EIO }
        return fsync(descriptor) == 0 ? 0 : errno
    }

    /// Replaces the file by one with only what `ledger` remembers, and flushes it.
    package func rewrite(_ ledger: PurgeLedger, by temporary: String) -> CInt {
        unlink(temporary)
        let failure = LedgerFile(path: temporary).append(ledger.purges)
        guard failure == 0 else { return failure }
        return rename(temporary, path) == 0 ? 0 : errno
    }
}

extension Purge {
    /// As a line: number, strength, scope, key, and the CRC-32 of what stands before it.
    var line: String {
        let text = "\(number) \(strength == .hard ? "hard" : "soft") \(scope.words)"
        return "\(text) \(Self.checksum(text))"
    }

    /// `nil` when the line is damaged.
    init?(line: String) {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 5, words[4] == Self.checksum(words[..<4].joined(separator: " ")),
            let number = Int(words[0]), let scope = PurgeScope(words[2], words[3])
        else { return nil }
        switch words[1] {
        case "hard": self.init(number: number, scope: scope, strength: .hard)
        case "soft": self.init(number: number, scope: scope, strength: .soft)
        default: return nil
        }
    }

    private static func checksum(_ text: String) -> String {
        String(Array(text.utf8).withUnsafeBytes { EntryFormat.checksum($0) }, radix: 16)
    }
}

extension PurgeScope {
    fileprivate var words: String {
        switch self {
        case .everything: "everything -"
        case .source(let key): "source \(key)"
        case .tag(let key): "tag \(key)"
        case .entry(let key): "entry \(key)"
        }
    }

    fileprivate init?(_ kind: Substring, _ text: Substring) {
        if kind == "everything", text == "-" {
            self = .everything
            return
        }
        guard let key = CacheKey(hexadecimal: text) else { return nil }
        switch kind {
        case "source": self = .source(key)
        case "tag": self = .tag(key)
        case "entry": self = .entry(key)
        default: return nil
        }
    }
}

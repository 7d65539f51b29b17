import CISAL
import ImageModel

/// An entry as bytes: in files, and in shared stores.
///
/// A fixed part of 64 bytes, the head, the body. Numbers are little-endian. Fixed part: `SWCE`, a version, three bytes
/// 0; the head's length (4 bytes) and checksum (4); the body's length (8) and checksum (4); four bytes 0; the key (32).
/// The checksums are CRC-32 as in gzip (RFC 1952, section 8), the head's over the fixed part as well. The key is there so that
/// a file under a wrong name is not taken for another.
package enum EntryFormat {
    /// Bytes of the fixed part.
    package static let fixedByteCount = 64
    private static let magic = Array("SWCE".utf8)
    private static let version: UInt8 = 1
    /// The longest head that is read: facts and tags are small.
    private static let mostHeadBytes = 1 << 20

    /// Everything before the body.
    package static func beginning(of entry: CacheEntry) -> [UInt8] {
        let head = encoded(entry.head)
        var fixed = magic + [version, 0, 0, 0]
        fixed += UInt32(head.count).littleEndianBytes + UInt32(0).littleEndianBytes
        fixed += UInt64(entry.body.count).littleEndianBytes
        fixed += entry.body.withUnsafeBytes { checksum($0) }.littleEndianBytes + [0, 0, 0, 0]
        fixed += entry.head.key.bytes
        let sum = (fixed + head).withUnsafeBytes { checksum($0) }
        fixed.replaceSubrange(12..<16, with: sum.littleEndianBytes)
        return fixed + head
    }

    /// The entry that `bytes` are, if they are whole and it is the one with this key.
    package static func entry(_ bytes: [UInt8], key: CacheKey) -> CacheEntry? {
        guard let layout = Layout(bytes), layout.key == key, bytes.count == layout.bodyStart + layout.bodyBytes,
            let head = head(Array(bytes[..<layout.bodyStart]), layout)
        else { return nil }
        let body = Array(bytes[layout.bodyStart...])
        guard body.withUnsafeBytes({ checksum($0) }) == layout.bodyChecksum else { return nil }
        return CacheEntry(head: head, body: EncodedBytes(sharing: body))
    }

    /// What the fixed part says.
    struct Layout {
        let headBytes: Int
        let headChecksum: UInt32
        let bodyBytes: Int
        let bodyChecksum: UInt32
        let key: CacheKey

        /// `nil` unless `bytes` begin with a fixed part of this version, with lengths that may be.
        init?(_ bytes: [UInt8]) {
            guard bytes.count >= fixedByteCount, Array(bytes[..<4]) == magic, bytes[4] == version,
                let key = CacheKey(bytes: bytes[32..<64])
            else { return nil }
            headBytes = Int(UInt32(littleEndian: bytes[8..<12]))
            headChecksum = UInt32(littleEndian: bytes[12..<16])
            guard headBytes <= mostHeadBytes, let length = Int(exactly: UInt64(littleEndian: bytes[16..<24])),
                length <= 1 << 40
            else { return nil }
            bodyBytes = length
            bodyChecksum = UInt32(littleEndian: bytes[24..<28])
            self.key = key
        }

        var bodyStart: Int { fixedByteCount + headBytes }
    }

    /// The head of an entry that begins with `beginning`, which ends where its body begins; `nil` when it is broken.
    static func head(_ beginning: [UInt8], _ layout: Layout) -> EntryHead? {
        guard beginning.count == layout.bodyStart else { return nil }
        var checked = beginning
        checked.replaceSubrange(12..<16, with: [0, 0, 0, 0])
        guard checked.withUnsafeBytes({ checksum($0) }) == layout.headChecksum else { return nil }
        return decoded(beginning[fixedByteCount...], key: layout.key)
    }

    static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        guard let base = bytes.assumingMemoryBound(to: UInt8.self).baseAddress else { return 0 }
        return crc32_gzip_refl(0, base, UInt64(bytes.count))
    }
}

// The head: source (32 bytes), when stored (8), lifetime (4 × 8), purges (8), tags (count of 4, 32 each), facts (the rest).
extension EntryFormat {
    private static func encoded(_ head: EntryHead) -> [UInt8] {
        var bytes = head.source.bytes
        let lifetime = head.lifetime
        for number in [
            head.stored, lifetime.fresh, lifetime.staleWhileRevalidate, lifetime.staleIfError, head.purges,
        ] {
            bytes += UInt64(bitPattern: Int64(number)).littleEndianBytes
        }
        bytes += UInt32(head.tags.count).littleEndianBytes
        for tag in head.tags { bytes += tag.bytes }
        return bytes + head.facts
    }

    private static func decoded(_ bytes: ArraySlice<UInt8>, key: CacheKey) -> EntryHead? {
        var rest = bytes
        func take(_ count: Int) -> ArraySlice<UInt8>? {
            guard rest.count >= count else { return nil }
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count)
        }
        guard let source = take(CacheKey.byteCount).flatMap({ CacheKey(bytes: $0) }) else { return nil }
        var numbers: [Int] = []
        for _ in 0..<5 {
            guard let number = take(8) else { return nil }
            numbers.append(Int(Int64(bitPattern: UInt64(littleEndian: number))))
        }
        guard let count = take(4).map({ Int(UInt32(littleEndian: $0)) }), count <= rest.count / CacheKey.byteCount
        else { return nil }
        var tags: [CacheKey] = []
        for _ in 0..<count {
            guard let tag = take(CacheKey.byteCount).flatMap({ CacheKey(bytes: $0) }) else { return nil }
            tags.append(tag)
        }
        let lifetime = Lifetime(fresh: numbers[1], staleWhileRevalidate: numbers[2], staleIfError: numbers[3])
        return EntryHead(
            key: key, source: source, tags: tags, stored: numbers[0], lifetime: lifetime, purges: numbers[4],
            facts: Array(rest))
    }
}

extension FixedWidthInteger {
    fileprivate var littleEndianBytes: [UInt8] { withUnsafeBytes(of: littleEndian) { Array($0) } }

    /// The number that `bytes` are, as many as it has.
    fileprivate init(littleEndian bytes: some Collection<UInt8>) {
        self = bytes.reversed().reduce(0) { $0 << 8 | Self(truncatingIfNeeded: $1) }
    }
}

import Caching
import ImageModel

/// The key of a number.
func key(_ number: Int) throws -> CacheKey { try CacheKey(of: "key \(number)") }

/// An entry with a body of `bytes` bytes that are all equal.
func entry(
    _ key: CacheKey, bytes: Int = 1000, filledWith byte: UInt8 = 7, source: CacheKey? = nil, tags: [CacheKey] = [],
    purges: Int = 0
) -> CacheEntry {
    let head = EntryHead(
        key: key, source: source ?? key, tags: tags, stored: 1_000_000, lifetime: Lifetime(fresh: 60_000),
        purges: purges, facts: [1, 2, 3])
    return CacheEntry(head: head, body: EncodedBytes(sharing: Array(repeating: byte, count: bytes)))
}

extension CacheEntry {
    var bytes: [UInt8] { body.withUnsafeBytes { Array($0) } }
}

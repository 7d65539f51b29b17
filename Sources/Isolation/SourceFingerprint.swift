/// Tells sources from one another by their bytes, in this process alone: the hash has a secret of its own, so that nobody
/// can make a source that passes for another's. About a millisecond for a megabyte.
package struct SourceFingerprint: Sendable, Hashable {
    private let hash: Int
    private let byteCount: Int

    package init(of bytes: [UInt8]) {
        var hasher = Hasher()
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
        hash = hasher.finalize()
        byteCount = bytes.count
    }
}

/// Identifies sources by their bytes, within this process only: the hash has a secret key, so that nobody can construct
/// a source that passes for another. About a millisecond per megabyte.
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

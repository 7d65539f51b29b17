/// The bytes of a source, and what is known about them.
package struct SourceContent: Sendable {
    package let bytes: [UInt8]
    /// Its `byteCount` is that of the whole source: more than in `bytes`, or unknown, if only the beginning was read.
    package let metadata: SourceMetadata
    /// The bytes of memory that `bytes` occupies: at least its count, at most a ninth more.
    package let capacityBytes: Int

    /// `SourceReference.name`.
    package var name: String { metadata.name }
    /// The origin's `Content-Type`, as in `SourceMetadata`.
    package var mediaType: String? { metadata.mediaType }
    /// The origin's `ETag`, with its quotes.
    package var entityTag: String? { metadata.entityTag }
    /// The origin's `Last-Modified`.
    package var lastModified: String? { metadata.lastModified }

    /// All of a source, whatever `metadata` says about its length.
    package init(bytes: [UInt8], metadata: SourceMetadata, capacityBytes: Int) {
        var metadata = metadata
        metadata.byteCount = bytes.count
        self.init(beginning: bytes, of: metadata, capacityBytes: capacityBytes)
    }

    /// As much of a source as was read.
    init(beginning bytes: [UInt8], of metadata: SourceMetadata, capacityBytes: Int) {
        self.bytes = bytes
        self.metadata = metadata
        self.capacityBytes = capacityBytes
    }
}

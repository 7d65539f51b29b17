/// The whole bytes of a source, and what was said about them.
package struct SourceContent: Sendable {
    package let bytes: [UInt8]
    /// `SourceReference.name`.
    package let name: String
    /// The origin's `Content-Type`, lower case and without parameters: a claim, never to be believed. `nil` for files.
    package let mediaType: String?
    /// The origin's `ETag`, with its quotes. `nil` for files.
    package let entityTag: String?
    /// The origin's `Last-Modified`. `nil` for files.
    package let lastModified: String?
    /// The bytes of memory that `bytes` holds: at least its count, at most a ninth more.
    package let capacityBytes: Int

    package init(
        bytes: [UInt8], name: String, mediaType: String? = nil, entityTag: String? = nil, lastModified: String? = nil,
        capacityBytes: Int
    ) {
        self.bytes = bytes
        self.name = name
        self.mediaType = mediaType
        self.entityTag = entityTag
        self.lastModified = lastModified
        self.capacityBytes = capacityBytes
    }
}

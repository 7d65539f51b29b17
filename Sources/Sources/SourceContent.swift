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
    /// The origin's `Cache-Control` and `Expires`. `nil` for files.
    package let cacheControl: String?
    package let expires: String?
    /// When a file was changed last, in seconds since 1970. `nil` for what was fetched.
    package let modified: Int?
    /// Bytes of the whole source: more than there are in `bytes` when only its beginning was read.
    package let byteCount: Int
    /// The bytes of memory that `bytes` holds: at least its count, at most a ninth more.
    package let capacityBytes: Int

    /// Whether `bytes` are all of the source.
    package var isComplete: Bool { byteCount == bytes.count }

    package init(
        bytes: [UInt8], name: String, mediaType: String? = nil, entityTag: String? = nil, lastModified: String? = nil,
        cacheControl: String? = nil, expires: String? = nil, modified: Int? = nil, byteCount: Int? = nil,
        capacityBytes: Int
    ) {
        self.bytes = bytes
        self.name = name
        self.mediaType = mediaType
        self.entityTag = entityTag
        self.lastModified = lastModified
        self.cacheControl = cacheControl
        self.expires = expires
        self.modified = modified
        self.byteCount = byteCount ?? bytes.count
        self.capacityBytes = capacityBytes
    }
}

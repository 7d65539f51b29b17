/// What is told about a source beside its bytes.
package struct SourceMetadata: Sendable, Hashable, Codable {
    /// `SourceReference.name`.
    package var name: String
    /// The origin's `Content-Type`, lower case and without parameters: a claim, not to be trusted. `nil` for files.
    package var mediaType: String?
    /// The origin's `ETag`, with its quotes. `nil` for files.
    package var entityTag: String?
    /// The origin's `Last-Modified`. `nil` for files.
    package var lastModified: String?
    /// The origin's `Cache-Control` and `Expires`. `nil` for files.
    package var cacheControl: String?
    package var expires: String?
    /// The origin's `Date` and `Age`. `nil` for files.
    package var date: String?
    package var age: String?
    /// What the origin calls groups of its sources by, each once: `Cache-Tag`, `Surrogate-Key`, and `Cache-Groups` (RFC 9875).
    package var tags: [String] = []
    /// The origin's `Content-Range` of an answer that is the part of the source that was asked for; `nil` for a whole one.
    package var contentRange: String?
    /// The origin's `Accept-Ranges`. `nil` for files.
    package var acceptRanges: String?
    /// When a file was last changed, in seconds since 1970. `nil` for fetched sources.
    package var modified: Int?
    /// The fraction of that second.
    package var modifiedNanoseconds: Int?
    /// Bytes of the whole source, or of the part; `nil` if that is known only at its end.
    package var byteCount: Int?

    package init(
        name: String, mediaType: String? = nil, entityTag: String? = nil, lastModified: String? = nil,
        cacheControl: String? = nil, expires: String? = nil, contentRange: String? = nil, acceptRanges: String? = nil,
        modified: Int? = nil, modifiedNanoseconds: Int? = nil,
        byteCount: Int? = nil
    ) {
        self.name = name
        self.mediaType = mediaType
        self.entityTag = entityTag
        self.lastModified = lastModified
        self.cacheControl = cacheControl
        self.expires = expires
        self.contentRange = contentRange
        self.acceptRanges = acceptRanges
        self.modified = modified
        self.modifiedNanoseconds = modifiedNanoseconds
        self.byteCount = byteCount
    }
}

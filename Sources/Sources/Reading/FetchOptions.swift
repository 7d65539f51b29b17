/// What is special about reading one source.
package struct FetchOptions: Sendable {
    /// Instead of the configured limit.
    package var maximumBytes: Int?
    /// The most bytes of a source whose length is not known beforehand; `nil`: as for any other.
    package var maximumUndeclaredBytes: Int?
    /// The `Cookie` for the origin; not sent to others that it redirects to.
    package var cookie: String?
    /// Header fields from the client for the origin; not sent to others that it redirects to.
    package var headers: [OriginHeader] = []
    /// A `Range` for the origin, which may answer with only that part: `SourceMetadata.contentRange`. One range only.
    package var range: String?
    /// An `If-Range` for the origin: the tag or date of the version that the part must belong to; otherwise all of it
    /// is sent.
    package var rangeValidator: String?
    /// An `If-Modified-Since` for the origin, which may answer that the source has not changed:
    /// `SourceStream.isUnchanged`.
    package var unlessUnchangedSince: String?
    /// The same with the entity tag of the known bytes, as an `If-None-Match`.
    package var unlessTagged: String?
    /// Whether the source comes from the configuration, and so may be any source.
    package var isTrusted = false
    /// Called now and then with the beginning of a source: returns the bytes that suffice instead of all, or `nil`
    /// while more are needed.
    package var beginning: (@Sendable (_ beginning: [UInt8]) async -> [UInt8]?)?

    package init() {}

    /// Whether the origin may answer that the source has not changed.
    var isConditional: Bool { unlessUnchangedSince != nil || unlessTagged != nil }

    /// What another origin must not see.
    mutating func dropWhatIsForOneOrigin() {
        cookie = nil
        headers = []
    }

    package static let standard = FetchOptions()

    /// The length of the first beginning that `beginning` gets; each next one is four times as long.
    static let firstBeginning = 64 * 1024
    /// Beyond this, everything is read.
    static let lastBeginning = 1024 * 1024
}

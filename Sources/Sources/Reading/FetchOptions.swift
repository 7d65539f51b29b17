/// What is special about reading one source.
package struct FetchOptions: Sendable {
    /// In place of the configured limit.
    package var maximumBytes: Int?
    /// The most bytes of a source whose length nobody tells beforehand; `nil`: as of any other.
    package var maximumUndeclaredBytes: Int?
    /// The `Cookie` for the origin; not sent on to others that it redirects to.
    package var cookie: String?
    /// Fields of the client's own for the origin; not sent on to others that it redirects to.
    package var headers: [OriginHeader] = []
    /// A `Range` for the origin, which may answer with the part alone: `SourceMetadata.contentRange`. One range only.
    package var range: String?
    /// An `If-Range` for the origin: the tag or day of the source that the part must be of, else all of it comes.
    package var rangeValidator: String?
    /// An `If-Modified-Since` for the origin, which may then answer that the source is as it was: `SourceStream.isUnchanged`.
    package var unlessUnchangedSince: String?
    /// The same by the entity tag of the bytes that are known already, as an `If-None-Match`.
    package var unlessTagged: String?
    /// Whether the source comes from the configuration, and may be any.
    package var isTrusted = false
    /// Asked now and then with the beginning of a fetched source: the bytes that do in place of all of them, or `nil` while more are needed.
    package var beginning: (@Sendable (_ beginning: [UInt8]) async -> [UInt8]?)?

    package init() {}

    /// Whether the origin may answer that the source is as it was.
    var isConditional: Bool { unlessUnchangedSince != nil || unlessTagged != nil }

    /// What another origin must not see.
    mutating func dropWhatIsForOneOrigin() {
        cookie = nil
        headers = []
    }

    package static let standard = FetchOptions()

    /// The first beginning that `beginning` is asked about; each next one is four times as long.
    static let firstBeginning = 64 * 1024
    /// From here on all is read.
    static let lastBeginning = 1024 * 1024
}

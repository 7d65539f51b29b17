package import Codecs
package import Rendering
package import Sources

/// How a source is fetched: whole, possibly shared by several requests; only if it has changed; or passed on as it
/// arrives.
package struct FetchPlan: Sendable {
    /// The copy that the caller already has; `nil`: none.
    package var condition: FetchCondition?
    /// Whether the caller accepts an unchanged source that is passed on as it arrives.
    package var passesOn = false
    /// The `Cookie` for the origin.
    package var cookie: String?
    /// Header fields of the caller's request that are passed on to the origin.
    package var headers: [OriginHeader] = []
    /// The bytes that are wanted of a source that is passed on, as a `Range`; and the version that they must belong to,
    /// as an `If-Range`.
    package var range: String?
    package var rangeValidator: String?

    package init() {}
}

/// When a source need not be fetched: if the caller has something that was made from its current version.
package struct FetchCondition: Sendable {
    /// An `If-Modified-Since` for the origin.
    package var modifiedSince: String?
    /// An `If-None-Match` for the origin.
    package var entityTag: String?
    /// Whether the caller's copy is current, by what is known about the source.
    package var isMet: @Sendable (SourceMetadata) -> Bool

    package init(
        modifiedSince: String? = nil, entityTag: String? = nil, isMet: @escaping @Sendable (SourceMetadata) -> Bool
    ) {
        self.modifiedSince = modifiedSince
        self.entityTag = entityTag
        self.isMet = isMet
    }
}

/// Facts about a source that are requested instead of pictures.
package struct FactsWish: Sendable {
    package var request: SourceFacts.Request
    /// What has to be read from the beginning of the source, if that is enough; `nil`: all of it is needed.
    package var beginning: FileBeginning.Needs?

    package init(_ request: SourceFacts.Request, beginning: FileBeginning.Needs? = nil) {
        self.request = request
        self.beginning = beginning
    }
}

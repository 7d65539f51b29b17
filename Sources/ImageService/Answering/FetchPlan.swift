package import Codecs
package import Rendering
package import Sources

/// How a source is fetched: whole, and then it may be the same fetch for several requests; only if it has changed; or passed on
/// while it comes.
package struct FetchPlan: Sendable {
    /// A copy that the caller has already; `nil`: none.
    package var condition: FetchCondition?
    /// Whether the caller takes a source that is handed on as it is while it comes.
    package var passesOn = false
    /// The `Cookie` for the origin.
    package var cookie: String?
    /// Fields of the caller's request that go on to the origin.
    package var headers: [OriginHeader] = []
    /// The bytes that are wanted of a source that is passed on, as a `Range`; with the version that they must be of, as an
    /// `If-Range`.
    package var range: String?
    package var rangeValidator: String?

    package init() {}
}

/// When a source need not be fetched: the caller has something that was made of it as it is.
package struct FetchCondition: Sendable {
    /// An `If-Modified-Since` for the origin.
    package var modifiedSince: String?
    /// An `If-None-Match` for the origin.
    package var entityTag: String?
    /// Whether the caller's copy is right, by what is said about the source.
    package var isMet: @Sendable (SourceMetadata) -> Bool

    package init(
        modifiedSince: String? = nil, entityTag: String? = nil, isMet: @escaping @Sendable (SourceMetadata) -> Bool
    ) {
        self.modifiedSince = modifiedSince
        self.entityTag = entityTag
        self.isMet = isMet
    }
}

/// Facts about a source that are asked for in place of pictures.
package struct FactsWish: Sendable {
    package var request: SourceFacts.Request
    /// What the beginning of the source must tell, if that is enough; `nil`: all of it is needed.
    package var beginning: FileBeginning.Needs?

    package init(_ request: SourceFacts.Request, beginning: FileBeginning.Needs? = nil) {
        self.request = request
        self.beginning = beginning
    }
}

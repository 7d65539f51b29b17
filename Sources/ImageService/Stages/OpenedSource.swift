import ImageModel
import Isolation
package import Sources

/// A source whose bytes are still to be read.
package struct ArrivingSource: Sendable {
    let stream: SourceStream
    /// Holds its bytes in the budget, once they are asked for.
    let reservation: MemoryHold
    /// Whose answer it is; `nil` for files.
    let host: String?

    package var metadata: SourceMetadata { stream.metadata }
}

/// A source whose bytes are here.
package struct FetchedSource: Sendable {
    package let content: SourceContent
    /// What was said about it before its bytes came.
    let announced: SourceMetadata
    /// Holds the bytes in the budget until the last copy of this goes.
    let reservation: MemoryHold
    /// Whose answer it is; `nil` for files and uploads.
    let host: String?
    /// The fetch that other requests may join as long as this is there.
    var sharing: SharedWork<FetchedSource>?

    init(
        content: SourceContent, announced: SourceMetadata? = nil, reservation: MemoryHold, host: String? = nil
    ) {
        self.content = content
        self.announced = announced ?? content.metadata
        self.reservation = reservation
        self.host = host
    }
}

/// A fetched source whose header has been read.
struct OpenedSource: Sendable {
    let source: FetchedSource
    let header: SourceHeader
    /// `SourceHash` of the bytes; `nil` when it was not asked for.
    let hash: String?
    /// What tells the worker that read the header which source is meant; `nil` where none keeps it.
    let known: WorkerSource?
    /// What tells where it is rendered.
    let traits: SourceTraits
    /// Tells it from other sources; `nil` where nobody has asked yet.
    let fingerprint: SourceFingerprint?

    var content: SourceContent { source.content }
}

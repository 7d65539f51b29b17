import ImageModel
import Isolation
package import Sources

/// A source whose bytes are still to be read.
package struct ArrivingSource: Sendable {
    let stream: SourceStream
    /// Holds its bytes in the budget, once they are requested.
    let reservation: MemoryHold
    /// Where it comes from; `nil` for files.
    let host: String?

    package var metadata: SourceMetadata { stream.metadata }
}

/// A source whose bytes are here.
package struct FetchedSource: Sendable {
    package let content: SourceContent
    /// What was known about it before its bytes arrived.
    let announced: SourceMetadata
    /// Holds the bytes in the budget until the last copy of this is gone.
    let reservation: MemoryHold
    /// Where it comes from; `nil` for files and uploads.
    let host: String?
    /// The fetch that other requests may join while this exists.
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
    /// `SourceHash` of the bytes; `nil` if it was not requested.
    let hash: String?
    /// Identifies the source to the worker that read its header; `nil` if no worker keeps it.
    let known: WorkerSource?
    /// Determines where it is rendered.
    let traits: SourceTraits
    /// Distinguishes it from other sources; `nil` if not computed yet.
    let fingerprint: SourceFingerprint?

    var content: SourceContent { source.content }
}

import Jobs
import Sources

/// What tells one version of a source from the next, as it is kept with an item.
struct SourceValidator: Sendable, Hashable {
    let text: String

    /// What `metadata` says: the entity tag, or else the day of the last change with the length; of a file the time of its
    /// last change with the length. `nil` when it says nothing.
    init?(_ metadata: SourceMetadata) {
        let bytes = metadata.byteCount.map { "\($0)" } ?? ""
        if let tag = metadata.entityTag {
            text = "etag \(tag)"
        } else if let day = metadata.lastModified {
            text = "day \(day);\(bytes)"
        } else if let seconds = metadata.modified {
            text = "file \(seconds).\(metadata.modifiedNanoseconds ?? 0);\(bytes)"
        } else {
            return nil
        }
    }

    /// The one that was kept as `text`.
    init(kept text: String) { self.text = text }

    /// Has the origin answer without a body if the source is still this version.
    func ask(in options: inout FetchOptions) {
        if text.hasPrefix("etag ") {
            options.unlessTagged = String(text.dropFirst("etag ".count))
        } else if text.hasPrefix("day ") {
            options.unlessUnchangedSince = String(text.dropFirst("day ".count).prefix { $0 != ";" })
        }
    }
}

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

    /// Is met by a source that is still this version; has the origin answer without a body then.
    var condition: FetchCondition {
        var condition = FetchCondition { SourceValidator($0) == self }
        if text.hasPrefix("etag ") {
            condition.entityTag = String(text.dropFirst("etag ".count))
        } else if text.hasPrefix("day ") {
            condition.modifiedSince = String(text.dropFirst("day ".count).prefix { $0 != ";" })
        }
        return condition
    }
}

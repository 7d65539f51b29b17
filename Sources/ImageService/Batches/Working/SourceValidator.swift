import Jobs
import Sources

/// Distinguishes one version of a source from the next; stored with an item.
struct SourceValidator: Sendable, Hashable {
    let text: String

    /// From `metadata`: the entity tag, or the date of the last change and the length; for a file, the time of its last
    /// change and the length. `nil` if none of them is known.
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

    /// The one that was stored as `text`.
    init(kept text: String) { self.text = text }

    /// Met by a source that is still this version; the origin can then answer without a body.
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

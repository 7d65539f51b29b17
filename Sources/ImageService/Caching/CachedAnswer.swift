import Caching
import Foundation
import ImageModel
import Sources

/// A picture that is kept, with all that an answer needs of it.
struct CachedAnswer: Sendable {
    /// What is known of it beside its bytes.
    struct Facts: Sendable, Codable {
        let source: SourceMetadata
        let header: SourceHeader?
        let sourceBytes: Int?
        let hash: String?
        let treatment: String?
        let watermark: String
        let isAnimated: Bool
        let file: FileFacts
        /// The source, fit for logs and pages.
        let sourceText: String
    }

    var head: EntryHead
    let facts: Facts
    let body: EncodedBytes

    /// About what it takes in memory.
    var byteCount: Int { body.count + 2048 + head.tags.count * CacheKey.byteCount }
}

extension CachedAnswer {
    /// The picture in `entry`; `nil` when it was kept by another version.
    init?(_ entry: CacheEntry) {
        // Another version's facts are a miss.
        guard let facts = try? JSONDecoder().decode(Facts.self, from: Data(entry.head.facts)) else { return nil }
        self.init(head: entry.head, facts: facts, body: entry.body)
    }

    /// For a tier that keeps bytes; `nil` when a fact has no form in JSON.
    var entry: CacheEntry? {
        var head = head
        // It fails only for an infinite number, which JSON has no form for.
        guard let facts = try? JSONEncoder().encode(facts) else { return nil }
        head.facts = Array(facts)
        return CacheEntry(head: head, body: body)
    }

    /// As a file whose bytes `hold` holds.
    func file(_ hold: MemoryHold) -> RenderedFile {
        RenderedFile(
            size: facts.file.size, format: facts.file.format, bytes: HeldBytes(body, hold),
            isDamaged: facts.file.isDamaged)
    }

    /// What an answer with it is made of, in which `rendition` was asked for.
    func basis(_ rendition: Rendition) -> AnswerBasis {
        var basis = AnswerBasis(facts.source)
        basis.header = facts.header
        basis.sourceBytes = facts.sourceBytes
        basis.hash = facts.hash
        basis.treatment = facts.treatment
        basis.watermark = facts.watermark
        basis.renditions = [rendition]
        basis.isAnimated = facts.isAnimated
        return basis
    }
}

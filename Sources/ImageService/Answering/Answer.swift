package import ImageModel
package import Rendering
package import Sources

/// What became of one source.
package struct Answer: Sendable {
    package enum Content: Sendable {
        /// The caller has it already.
        case unchanged
        /// The source as it is, of this format if that is known, with its bytes still to come.
        case passedOn(ArrivingSource, ImageFormat?)
        /// The whole source as it is, of this format if that is known.
        case source(HeldBytes, ImageFormat?)
        /// A file for each rendition, in the order asked for: rendered, the source as it is, or a drawing without anything that acts.
        case files([RenderedFile])
        case facts(SourceHeader, SourceFacts)
    }

    package let basis: AnswerBasis
    package internal(set) var content: Content
    /// The file name without extension of what is handed to the caller.
    package internal(set) var stem: String
    /// Why another picture stands in for the source; `nil` where none does.
    package internal(set) var replaced: ServiceError?

    init(_ content: Content, _ basis: AnswerBasis, stem: String) {
        self.content = content
        self.basis = basis
        self.stem = stem
    }

    /// Whether the files show what there is of a damaged source.
    package var isDamaged: Bool { files.contains(where: \.facts.isDamaged) }

    /// The files; empty where the answer is something else.
    package internal(set) var files: [RenderedFile] {
        get { if case .files(let files) = content { files } else { [] } }
        set { content = .files(newValue) }
    }
}

/// What an answer is made of, known before it is made.
package struct AnswerBasis: Sendable {
    /// What is said about the source.
    package let source: SourceMetadata
    /// Its header; `nil` where nobody has looked at it.
    package var header: SourceHeader?
    /// Bytes that were read of it; `nil` where they are still to come.
    package var sourceBytes: Int?
    /// `SourceHash` of its bytes, where it was asked for.
    package var hash: String?
    /// What is done to it: the same text for the same source is the same answer. `nil` where that is not known yet.
    package var treatment: String?
    /// The renditions that are rendered; empty where nothing is.
    package var renditions: [Rendition] = []
    /// Whether the first of them shows more than one frame, if its format can.
    package var isAnimated = false
    /// What tells the watermarks from others, as far as the configuration says it.
    package var watermark = ""

    init(_ source: SourceMetadata) { self.source = source }
}

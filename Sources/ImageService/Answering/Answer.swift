package import ImageModel
package import Rendering
package import Sources

/// What became of one source.
package struct Answer: Sendable {
    package enum Content: Sendable {
        /// The caller already has it.
        case unchanged
        /// The unchanged source, of this format if that is known; its bytes are still to come.
        case passedOn(ArrivingSource, ImageFormat?)
        /// The whole unchanged source, of this format if that is known.
        case source(HeldBytes, ImageFormat?)
        /// A file for each rendition, in the requested order: rendered, the unchanged source, or a drawing without
        /// active content.
        case files([RenderedFile])
        case facts(SourceHeader, SourceFacts)
    }

    package let basis: AnswerBasis
    package internal(set) var content: Content
    /// The file name, without extension, of what the caller gets.
    package internal(set) var stem: String
    /// Why another picture stands in for the source; `nil` if none does.
    package internal(set) var replaced: ServiceError?

    init(_ content: Content, _ basis: AnswerBasis, stem: String) {
        self.content = content
        self.basis = basis
        self.stem = stem
    }

    /// Whether the files show what is left of a damaged source.
    package var isDamaged: Bool { files.contains(where: \.facts.isDamaged) }

    /// The files; empty if the answer is something else.
    package internal(set) var files: [RenderedFile] {
        get { if case .files(let files) = content { files } else { [] } }
        set { content = .files(newValue) }
    }
}

/// What an answer is made from; known before it is made.
package struct AnswerBasis: Sendable {
    /// What is known about the source.
    package let source: SourceMetadata
    /// Its header; `nil` if it was not opened.
    package var header: SourceHeader?
    /// How many bytes of it were read; `nil` if they are still to come.
    package var sourceBytes: Int?
    /// `SourceHash` of its bytes, if it was requested.
    package var hash: String?
    /// What is done to it: the same text for the same source means the same answer. `nil` if that is not known yet.
    package var treatment: String?
    /// The renditions that are rendered; empty where nothing is.
    package var renditions: [Rendition] = []
    /// Whether the first of them shows more than one frame, if its format can.
    package var isAnimated = false
    /// What tells the watermarks from others, as far as the configuration says it.
    package var watermark = ""

    init(_ source: SourceMetadata) { self.source = source }
}

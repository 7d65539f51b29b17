package import ImageModel
package import Rendering
package import Sources
package import Storage

/// One source, and what is to be made of it.
package struct RenderRequest: Sendable {
    package enum Source: Sendable {
        case reference(SourceReference)
        case upload(Upload)
    }

    package var source: Source
    /// At least one.
    package var renditions: [Rendition]
    /// Where results are kept; `nil` hands them to the caller.
    package var store: NameTemplate?
    /// What `{dir}` stands for; `nil` for the folders in the source's own name.
    package var directory: String?
    /// Paths that must not be written twice; shared by the requests of one run.
    package var claims: OutputClaims?
    /// How the source is fetched; its limit holds for uploads, too.
    package var fetching = FetchOptions.standard
    /// In place of the service's own.
    package var limits: RenderLimits?
    /// Whether the source's bytes are those that were meant; `nil` asks nothing.
    package var isRight: (@Sendable ([UInt8]) -> Bool)?
    /// Sources of these formats are handed on as they are where no other format is asked for; never drawings.
    package var skippedFormats: Set<ImageFormat> = []
    /// The file name without extension of what is handed to the caller; `nil`: that of the source.
    package var stem: String?
    /// Whether somebody waits for the answer.
    package var priority = MemoryHold.Priority.live

    package init(
        source: Source, renditions: [Rendition], store: NameTemplate? = nil, directory: String? = nil,
        claims: OutputClaims? = nil
    ) {
        self.source = source
        self.renditions = renditions
        self.store = store
        self.directory = directory
        self.claims = claims
    }
}

extension RenderRequest {
    /// Whether `rendition` of a source with `header` is the source itself.
    func keepsSource(_ rendition: Rendition, _ header: SourceHeader) -> Bool {
        let format = (rendition.followedBy.last ?? rendition).format ?? header.format
        return !header.isVector && format == header.format && skippedFormats.contains(format)
    }
}

/// A source that came with the request.
package struct Upload: Sendable {
    package var bytes: [UInt8]
    /// A file name, without meaning for the format.
    package var name: String
    /// Holds `bytes` in the budget.
    package var reservation: MemoryHold

    package init(bytes: [UInt8], name: String, reservation: MemoryHold) {
        self.bytes = bytes
        self.name = name
        self.reservation = reservation
    }
}

/// What became of one source.
package struct RenderOutcome: Sendable {
    /// One rendition, in the order asked for.
    package struct Output: Sendable {
        package var image: RenderedImageFacts
        /// The file; `nil` once it is stored.
        package var bytes: EncodedBytes?
        /// Where it is stored, relative to the output root.
        package var path: String?
    }

    package var source: SourceHeader
    /// The source's file name without extension.
    package var stem: String
    package var sourceBytes: Int
    package var outputs: [Output]
    /// Whether the source was damaged or cut short, and the outputs show what there is of it.
    package var isDamaged = false
    /// Holds the results' bytes in the budget until the outcome is let go; `nil` once all are stored.
    package var reservation: MemoryHold?
    /// The same for results that are the source itself.
    var sourceReservation: MemoryHold?
}

/// A rendition without its bytes.
package struct RenderedImageFacts: Sendable, Hashable {
    package var size: PixelSize
    package var format: ImageFormat
    package var frames: Int
    package var byteCount: Int
}

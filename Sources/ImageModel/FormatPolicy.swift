/// Which format is written, and at which quality, if a rendition names none.
package struct FormatPolicy: Sendable, Hashable {
    /// Formats that the client accepts and that take precedence over the source's own, best first.
    package var accepted: [ImageFormat]
    /// Written even if the rendition names another format that serves the client no better.
    package var enforced: [ImageFormat]
    /// What is written if the source's format is none of these: the first that can show the result as expected, with
    /// its transparency and its frames.
    package var preferred: [ImageFormat]
    /// By format, for renditions that name no quality.
    package var qualities: [ImageFormat: Int]

    package init(
        accepted: [ImageFormat] = [], enforced: [ImageFormat] = [],
        preferred: [ImageFormat] = [.jpeg, .png, .webp, .gif, .avif], qualities: [ImageFormat: Int] = [:]
    ) {
        self.accepted = accepted
        self.enforced = enforced
        self.preferred = preferred
        self.qualities = qualities
    }

    /// The source's own format if browsers can show it.
    package static let sources = FormatPolicy()

    /// The shortest side in pixels for which AVIF is written; smaller pictures gain nothing, and some decoders refuse
    /// them.
    package static let minimumAVIFSide = 16

    package func quality(of format: ImageFormat) -> Int { qualities[format] ?? format.defaultQuality }

    /// The format for `rendition`, the first of a chain, of a source with `header`. `isAnimated`: several frames are
    /// rendered.
    package func format(for rendition: Rendition, of header: SourceHeader, isAnimated: Bool) -> ImageFormat {
        let fits: (ImageFormat) -> Bool = { format in
            format.isWritable && (!isAnimated || format.keepsAnimation)
        }
        if let format = enforced.first(where: fits) { return format }
        if let format = rendition.lastStep.format { return format }
        if let format = accepted.first(where: fits) { return format }
        if preferred.contains(header.format) { return header.format }
        let isTransparent = rendition.expectsTransparency(sourceHasAlpha: header.hasAlpha)
        let shown = preferred.filter { $0.isWritable && (!isTransparent || $0.keepsAlpha) }
        return shown.first(where: fits) ?? shown.first ?? .png
    }
}

extension Rendition {
    /// Whether the result of the chain is expected to have transparent pixels, whatever the pixels turn out to be: what is
    /// around a picture on a canvas or with padding is transparent, and an opaque background ends it.
    package func expectsTransparency(sourceHasAlpha: Bool) -> Bool {
        ([self] + followedBy).reduce(sourceHasAlpha) { hasAlpha, step in
            guard step.background == nil || step.backgroundAlpha < 1 else { return false }
            return hasAlpha || step.padding != .none || step.extend != nil || step.extendAspectRatio != nil
        }
    }
}

extension ImageFormat {
    /// The format to use instead of this one for a picture of `size`: PNG or JPEG for an AVIF with a side below
    /// `FormatPolicy.minimumAVIFSide`, else the format itself.
    package func written(at size: PixelSize, hasAlpha: Bool) -> ImageFormat {
        guard self == .avif, min(size.width, size.height) < FormatPolicy.minimumAVIFSide else { return self }
        return hasAlpha ? .png : .jpeg
    }
}

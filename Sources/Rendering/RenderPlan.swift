import Codecs
package import ImageModel

/// What will be decoded, resized and encoded for one source and one size list: a pure value, made from the header.
package struct RenderPlan: Sendable, Hashable, Codable {
    /// One rendition, in the order asked for.
    package struct Output: Sendable, Hashable, Codable {
        /// What is asked for, the first of a chain.
        package var rendition: Rendition
        /// Where only pixels can tell (trim, smart cut of the source): the most that it can become.
        package var geometry: Geometry
        package var format: ImageFormat
        /// 1…100.
        package var quality: Int
        /// Frames that are written.
        package var frames: Int
        /// What is written in place of `format` and `quality` where the finished picture turns out to be too small for
        /// the format; `nil` where that is known beforehand.
        package var substitute: Substitute?
    }

    /// A format and its quality, 1…100.
    package struct Substitute: Sendable, Hashable, Codable {
        package var format: ImageFormat
        package var quality: Int
    }

    package var source: SourceHeader
    package var outputs: [Output]
    /// Who carries it out, and how.
    package var engine: Engine
    package var limits: RenderLimits
    /// What becomes of the source if it is damaged.
    package var damage: DamagePolicy

    /// The plan for `renditions` of a source with `header`; `formats` says what is written where a rendition names no
    /// format.
    ///
    /// - Throws: `overLimit`, `noSuchPage`; `unencodable` for a format that is only read.
    package init(
        _ renditions: [Rendition], of header: SourceHeader, formats: FormatPolicy = .sources,
        limits: RenderLimits = RenderLimits(), damage: DamagePolicy = .refuse
    ) throws(RenderError) {
        try limits.check(header)
        source = header
        self.limits = limits
        self.damage = damage
        var outputs: [Output] = []
        for rendition in renditions {
            outputs.append(try Self.output(rendition, header, formats, limits))
        }
        self.outputs = outputs
        engine = Engine(for: outputs, of: header, usesThumbnail: Self.usesThumbnail(renditions))
        try checkPasses()
    }

    /// Whether the small picture that a file carries is the source: when all renditions want it. The header that a plan
    /// is made from must then be that picture's.
    package static func usesThumbnail(_ renditions: [Rendition]) -> Bool {
        renditions.allSatisfy(\.usesEmbeddedThumbnail)
    }

    private static func output(
        _ rendition: Rendition, _ header: SourceHeader, _ formats: FormatPolicy, _ limits: RenderLimits
    ) throws(RenderError) -> Output {
        guard rendition.page == 0 || rendition.page < header.pages else {
            throw RenderError(
                .noSuchPage,
                "The source has \(header.pages) pages, counted from 0; page \(rendition.page) does not exist."
            )
        }
        let last = rendition.lastStep
        let available = availableFrames(rendition, header, limits)
        let wanted = formats.format(for: rendition, of: header, isAnimated: available > 1)
        guard wanted.isWritable else {
            let names = ImageFormat.writable.map(\.rawValue).joined(separator: ", ")
            throw RenderError(
                .unencodable, "The result cannot be written as \(wanted.displayName); expected one of \(names).")
        }
        let hasAlpha = rendition.expectsTransparency(sourceHasAlpha: header.hasAlpha)
        let side = min(wanted.maximumSide, header.isVector ? Self.maximumVectorSide : .max)
        let pages = min(rendition.pages, header.pages - rendition.page)
        let stored = PixelSize(width: header.stored.width, height: header.stored.height * pages)
        // Of a chain only the first result's size is known.
        let isLast = rendition.followedBy.isEmpty
        let geometry = Geometry(
            rendition, stored: stored, orientation: header.orientation, isVector: header.isVector,
            maximumSide: isLast ? side : .max, maximumResultSide: limits.maximumResultSide)
        let format = isLast ? wanted.written(at: geometry.output, hasAlpha: hasAlpha) : wanted
        try limits.check(geometry)
        let quality: (ImageFormat) -> Int = {
            last.quality ?? last.output.qualities[$0] ?? formats.quality(of: $0)
        }
        var output = Output(
            rendition: format == .png ? rendition.keepingPalette(of: header) : rendition, geometry: geometry,
            format: format, quality: quality(format),
            frames: format.keepsAnimation ? available : 1)
        let small = format.written(at: PixelSize(width: 1, height: 1), hasAlpha: hasAlpha)
        if small != format, !isLast || output.needsSearch {
            output.substitute = Substitute(format: small, quality: quality(small))
        }
        return output
    }

    /// The frames of an animation that `rendition` shows, 1 for a still: a format that holds no more shows the first.
    package static func availableFrames(
        _ rendition: Rendition, _ header: SourceHeader, _ limits: RenderLimits
    ) -> Int {
        guard header.frames > 1, rendition.pages == 1, !rendition.disablesAnimation else { return 1 }
        return max(1, min(header.frames - rendition.page, limits.maximumFrames))
    }

    /// A drawing is as large as it is asked for: its sides are bounded instead of its own size.
    private static let maximumVectorSide = 16_384

    private func checkPasses() throws(RenderError) {
        for pass in passes {
            try limits.check(frames: pass.options.frames, of: source)
            guard source.isVector else { continue }
            var drawn = source
            drawn.format = .png
            drawn.stored = pass.decodedSize
            try limits.check(drawn)
            try limits.check(filterPrimitives: source.filterPrimitives, pixels: pass.decodedSize.pixels)
        }
    }
}

extension Rendition {
    /// The rendition as a PNG file with as many colours as the source's palette may have, where nothing is said of a palette: true colours
    /// would make a file of several times the bytes.
    fileprivate func keepingPalette(of source: SourceHeader) -> Rendition {
        var rendition = self
        guard source.paletteDepth > 0 else { return rendition }
        let depth = addsColours ? 8 : source.paletteDepth
        if followedBy.isEmpty {
            rendition.output.png.keepPalette(depth: depth)
        } else {
            rendition.followedBy[followedBy.count - 1].output.png.keepPalette(depth: depth)
        }
        return rendition
    }

    /// Whether a step shows colours that are neither the source's nor between two of them.
    private var addsColours: Bool {
        ([self] + followedBy).contains { step in
            step.padding != .none || step.extend != nil || step.extendAspectRatio != nil || step.background != nil
                || step.effects != .none || step.watermark != nil
        }
    }
}

extension OutputOptions.PNG {
    fileprivate mutating func keepPalette(depth: Int) {
        guard quantises == nil else { return }
        quantises = true
        // PNG has no palettes of 3, 5, 6 or 7 bits, which GIF has. With 2 or 4 colours, edges would be jagged.
        let most = depth <= 4 ? 4 : 8
        colours = min(colours ?? 256, 1 << most)
    }
}

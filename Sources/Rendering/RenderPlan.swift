package import Codecs
package import ImageModel

/// What will be decoded, resized and encoded for one source and one size list: a pure value, made from the header.
package struct RenderPlan: Sendable, Hashable {
    /// One rendition, in the order asked for.
    package struct Output: Sendable, Hashable {
        /// The step of the ladder that holds its pixels.
        package var step: Int
        /// Upright, relative to the step's picture; `nil` for all of it.
        package var crop: PixelRect?
        package var size: PixelSize
        package var options: EncodeOptions
        /// Frames that are written.
        package var frames: Int
    }

    package var source: SourceHeader
    package var decoding: DecodeOptions
    /// The size of a decoded frame, as stored. For JPEG and WebP the codec's rounding may differ by a pixel.
    package var decodedSize: PixelSize
    package var ladder: Ladder
    package var outputs: [Output]

    /// Whether a frame is decoded into memory as a whole: several steps need it, or frames must be told apart.
    package var keepsDecoded: Bool { ladder.rootCount > 1 || decoding.frames > 1 }

    /// The plan for `renditions` of a source with `header`.
    ///
    /// - Throws: `overLimit`.
    package init(
        _ renditions: [Rendition], of header: SourceHeader, limits: RenderLimits = RenderLimits()
    ) throws(RenderError) {
        try limits.check(header)
        source = header
        let frames = min(header.frames, limits.maximumFrames)
        let formats = renditions.map { $0.outputFormat(for: header.format, hasAlpha: header.hasAlpha) }
        let geometries = zip(renditions, formats).map { rendition, format in
            Geometry(
                source: header.upright, width: rendition.width, height: rendition.height, fit: rendition.fit,
                enlarges: header.isVector, maximumSide: min(format.maximumSide, Self.maximumVectorSide(header)))
        }
        ladder = Ladder(sizes: geometries.map(\.scaled))
        outputs = []
        for ((rendition, format), geometry) in zip(zip(renditions, formats), geometries) {
            guard let step = ladder.steps.firstIndex(where: { $0.size == geometry.scaled }) else { continue }
            let options = EncodeOptions(format: format, quality: rendition.quality ?? format.defaultQuality)
            outputs.append(
                Output(
                    step: step, crop: geometry.crop, size: geometry.output, options: options,
                    frames: format.keepsAnimation ? frames : 1))
        }
        let decodedFrames = outputs.map(\.frames).max() ?? 1
        let scale = Self.scale(of: header, for: ladder, frames: decodedFrames)
        decoding = DecodeOptions(scale: scale, frames: decodedFrames)
        decodedSize = Self.decodedSize(of: header, at: scale)
        try limits.check(frames: decodedFrames, of: header)
        try checkDrawing(limits)
    }

    /// A drawing is as large as it is asked for: its sides are bounded instead of its own size.
    private static func maximumVectorSide(_ header: SourceHeader) -> Int { header.isVector ? 16_384 : .max }

    private func checkDrawing(_ limits: RenderLimits) throws(RenderError) {
        guard source.isVector else { return }
        var drawn = source
        drawn.format = .png
        drawn.stored = decodedSize
        try limits.check(drawn)
        try limits.check(filterPrimitives: source.filterPrimitives, pixels: decodedSize.pixels)
    }

    /// The scale at which the codec decodes, so that the largest picture is still resized from at least twice its
    /// sides: a codec's own scaling is a box filter, which alone would show jagged edges.
    private static func scale(of header: SourceHeader, for ladder: Ladder, frames: Int) -> DecodeOptions.Scale {
        guard let largest = ladder.steps.first?.size else { return .full }
        let needed = header.orientation.applied(to: largest)
        let byWidth = Double(needed.width) / Double(header.stored.width)
        let byHeight = Double(needed.height) / Double(header.stored.height)
        // Every step must fit into the decoded picture, also the wide ones of less area than the largest.
        let all = ladder.steps.map { header.orientation.applied(to: $0.size) }
        let share = all.reduce(max(byWidth, byHeight)) { share, size in
            max(
                share, Double(size.width) / Double(header.stored.width),
                Double(size.height) / Double(header.stored.height))
        }
        switch header.format {
        case .jpeg: return [8, 4, 2].first { share * 2 * Double($0) <= 1 }.map { .shrunk(by: $0) } ?? .full
        case .webp where frames == 1: return share * 2 < 1 ? .factor(share * 2) : .full
        case .svg: return .factor(share)
        default: return .full
        }
    }

    private static func decodedSize(of header: SourceHeader, at scale: DecodeOptions.Scale) -> PixelSize {
        switch scale {
        case .full:
            header.stored
        case .shrunk(let factor):
            PixelSize(
                width: (header.stored.width + factor - 1) / factor, height: (header.stored.height + factor - 1) / factor
            )
        case .factor(let factor):
            PixelSize(
                width: max(1, Int((Double(header.stored.width) * factor).rounded())),
                height: max(1, Int((Double(header.stored.height) * factor).rounded())))
        }
    }
}

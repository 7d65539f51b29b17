import Codecs
import ImageModel

/// Everything that is done to a picture of the ladder to make it the rendition that was asked for, step by step.
struct OutputPipeline {
    let plan: RenderPlan
    let overlays: Overlays

    /// The finished pixels of one frame, still lazy where they can be.
    func finished(
        _ picture: Picture, _ output: RenderPlan.Output, as geometry: Geometry
    ) throws(CodecError) -> Image {
        let further = output.rendition.followedBy
        var image = try steps(
            on: try picture.image.same(), output.rendition, geometry, endsAs: further.isEmpty ? output.format : nil)
        for (index, next) in further.enumerated() {
            // By its place: an earlier step may be equal to the last one.
            let isLast = index == further.count - 1
            image = try continued(image, next, endsAs: isLast ? output.format : nil)
        }
        return image
    }

    /// The whole way of one rendition behind the resize, in the order in which imgproxy has it.
    private func steps(
        on image: consuming Image, _ rendition: Rendition, _ geometry: Geometry, endsAs format: ImageFormat?
    ) throws(CodecError) -> Image {
        let fill = rendition.fill(endsAs: format)
        var image = try image.turned(upright: geometry.orientation)
        image = try ResultCropStep.apply(image, geometry.crop)
        image = try EffectsStep.apply(
            try image.with8Bits(if: rendition.effects != .none), rendition.effects, dpr: geometry.dpr)
        image = try canvas(image, geometry.canvas, fill)
        image = try padded(image, geometry.padding, fill)
        image = try background(image, rendition, endsAs: format)
        return try watermarked(image, rendition.watermark, dpr: geometry.dpr)
    }

    /// A further rendition of a chain, made of the result of the one before.
    private func continued(
        _ image: consuming Image, _ next: Rendition, endsAs format: ImageFormat?
    ) throws(CodecError) -> Image {
        let side = format?.maximumSide ?? .max
        let prepared = try PreparedPicture(
            try image.copiedToMemory(), next, orientation: .upright, maximumSide: side,
            limits: plan.limits)
        return try steps(on: try prepared.picture.image.same(), next, prepared.geometry, endsAs: format)
    }

    private func canvas(
        _ image: consuming Image, _ canvas: Canvas?, _ fill: CanvasStep.Fill
    ) throws(CodecError) -> Image {
        guard let canvas else { return image }
        return try CanvasStep.apply(
            image, size: canvas.size, left: canvas.picture.left, top: canvas.picture.top, fill: fill)
    }

    private func padded(
        _ image: consuming Image, _ padding: Padding, _ fill: CanvasStep.Fill
    ) throws(CodecError) -> Image {
        guard padding != .none else { return image }
        let size = PixelSize(
            width: image.size.width + padding.left + padding.right,
            height: image.size.height + padding.top + padding.bottom)
        return try CanvasStep.apply(image, size: size, left: padding.left, top: padding.top, fill: fill)
    }

    private func background(
        _ image: consuming Image, _ rendition: Rendition, endsAs format: ImageFormat?
    ) throws(CodecError) -> Image {
        var image = image
        if let colour = rendition.background {
            image = try BackgroundStep.apply(image, colour: colour, alpha: rendition.backgroundAlpha)
        }
        guard let format, !format.keepsAlpha else { return image }
        return try BackgroundStep.apply(image, colour: .white)
    }

    private func watermarked(
        _ image: consuming Image, _ watermark: Watermark?, dpr: Double
    ) throws(CodecError) -> Image {
        guard let watermark, watermark.opacity > 0 else { return image }
        let picture = image.size
        guard let overlay = try overlays.picture(for: watermark, in: picture) else { return image }
        let placement: WatermarkStep.Placement
        switch watermark.position {
        case .at(let gravity):
            let place = gravity.overhangingRect(of: overlay.image.size, in: picture, dpr: dpr)
            placement = .at(left: place.left, top: place.top)
        case .tiled(let gapX, let gapY):
            placement = .tiled(
                gapX: Self.gap(gapX, of: picture.width, dpr), gapY: Self.gap(gapY, of: picture.height, dpr))
        }
        return try WatermarkStep.apply(image, overlay: overlay.image, opacity: watermark.opacity, placement: placement)
    }

    /// Pixels from 1 on, times dpr; below that a share of the picture's side.
    private static func gap(_ gap: Double, of side: Int, _ dpr: Double) -> Int {
        Int(min(abs(gap) >= 1 ? gap * dpr : gap * Double(side), 1e6).rounded(.toNearestOrEven))
    }
}

extension Rendition {
    /// What shows where a canvas is larger than the picture: the background, white where the result can't be transparent.
    fileprivate func fill(endsAs format: ImageFormat?) -> CanvasStep.Fill {
        if let background, backgroundAlpha >= 1 { return .opaque(background) }
        if let format, !format.keepsAlpha, background == nil { return .opaque(.white) }
        return .transparent
    }
}

extension Image {
    fileprivate consuming func with8Bits(if isNeeded: Bool) throws(CodecError) -> Image {
        isNeeded && sampleBytes > 1 ? try convertedToSRGB() : self
    }
}

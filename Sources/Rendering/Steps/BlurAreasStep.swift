package import Codecs
package import ImageModel

/// Makes parts of a picture unreadable.
package enum BlurAreasStep {
    /// `image` with each of `areas` blurred by `sigma` pixels, one after another. An area covers every pixel that it
    /// touches; parts outside the picture are left out. Blurring includes the surroundings of an area, so that no
    /// edge shows where it begins.
    ///
    /// - Throws: `operationFailed`, `undecodable`.
    package static func apply(
        _ image: consuming Image, areas: [Effects.BlurArea], sigma: Double
    ) throws(CodecError) -> Image {
        guard sigma > 0, !areas.isEmpty else { return image }
        var result = image
        for area in areas {
            guard let rect = area.rect(in: result.size) else { continue }
            let blurred = try blurred(rect, of: result, sigma: sigma)
            result = try result.replacing(with: blurred, left: rect.left, top: rect.top)
        }
        return result
    }

    /// The pixels of `rect` after blurring, in memory: areas that overlap read them often.
    private static func blurred(
        _ rect: PixelRect, of image: borrowing Image, sigma: Double
    ) throws(CodecError) -> Image {
        let margin = Int(min(3 * sigma, 1e6).rounded(.up))
        let around = rect.widened(by: margin, in: image.size)
        let inner = PixelRect(left: rect.left - around.left, top: rect.top - around.top, size: rect.size)
        return try BlurStep.apply(try image.cropped(to: around).copiedToMemory(), sigma: sigma)
            .cropped(to: inner).copiedToMemory()
    }
}

extension Effects.BlurArea {
    /// The pixels that the area touches; `nil` if there are none.
    func rect(in size: PixelSize) -> PixelRect? {
        guard let columns = Self.span(from: left, length: width, of: size.width),
            let rows = Self.span(from: top, length: height, of: size.height)
        else { return nil }
        return PixelRect(
            left: columns.lowerBound, top: rows.lowerBound, size: PixelSize(width: columns.count, height: rows.count))
    }

    private static func span(from start: Double, length: Double, of side: Int) -> Range<Int>? {
        // A hair less and more: 0.3 of 10 pixels ends at 3, though 0.1 + 0.2 is above 0.3.
        let first = max(0, Int((min(max(start, 0), 1) * Double(side) + 1e-6).rounded(.down)))
        let end = min(side, Int((min(max(start + length, 0), 1) * Double(side) - 1e-6).rounded(.up)))
        return first < end ? first..<end : nil
    }
}

extension PixelRect {
    /// Larger by `margin` on every side, as far as the picture of `size` goes.
    fileprivate func widened(by margin: Int, in bounds: PixelSize) -> PixelRect {
        let first = (left: max(0, left - margin), top: max(0, top - margin))
        let end = (
            left: min(bounds.width, left + size.width + margin), top: min(bounds.height, top + size.height + margin)
        )
        return PixelRect(
            left: first.left, top: first.top,
            size: PixelSize(width: end.left - first.left, height: end.top - first.top))
    }
}

/// The area of a picture that is kept.
package enum CropArea: Sendable, Hashable, Codable {
    case at(PixelRect)
    /// An area of this size, where the picture is busiest: the pixels determine the position.
    case smart(PixelSize)

    package var size: PixelSize {
        switch self {
        case .at(let rect): rect.size
        case .smart(let size): size
        }
    }

    /// The position; `nil` until the pixels determine it.
    package var rect: PixelRect? {
        switch self {
        case .at(let rect): rect
        case .smart: nil
        }
    }

    /// The area with its top left corner at the position determined by the pixels of `picture`, moved inside the
    /// picture; an area that already has a position keeps it.
    package func rect(left: Int, top: Int, in picture: PixelSize) -> PixelRect {
        guard case .smart(let size) = self else { return rect ?? PixelRect(left: 0, top: 0, size: picture) }
        return PixelRect(
            left: max(0, min(picture.width - size.width, left)), top: max(0, min(picture.height - size.height, top)),
            size: size)
    }

    /// The same area in the picture that `orientation` turns one of `size` into.
    package func turned(by orientation: Orientation, in size: PixelSize) -> CropArea {
        switch self {
        case .at(let rect): .at(orientation.applied(to: rect, in: size))
        case .smart(let area): .smart(orientation.applied(to: area))
        }
    }

    /// The same area in a picture that was decoded at another size: `whole` became `decoded`.
    ///
    /// Each edge goes to the nearest pixel of `decoded`; at least one pixel is left between them.
    package func rescaled(from whole: PixelSize, to decoded: PixelSize) -> CropArea {
        let across = Double(decoded.width) / Double(whole.width)
        let down = Double(decoded.height) / Double(whole.height)
        switch self {
        case .at(let rect):
            let (left, width) = Self.span(rect.left, rect.size.width, times: across, within: decoded.width)
            let (top, height) = Self.span(rect.top, rect.size.height, times: down, within: decoded.height)
            return .at(PixelRect(left: left, top: top, size: PixelSize(width: width, height: height)))
        case .smart(let size):
            let (_, width) = Self.span(0, size.width, times: across, within: decoded.width)
            let (_, height) = Self.span(0, size.height, times: down, within: decoded.height)
            return .smart(PixelSize(width: width, height: height))
        }
    }

    private static func span(
        _ start: Int, _ length: Int, times factor: Double, within limit: Int
    ) -> (start: Int, length: Int) {
        let first = min(limit - 1, GeometryRounding.size(start, times: factor))
        let end = min(limit, GeometryRounding.size(start + length, times: factor))
        return (first, max(1, end - first))
    }

    /// The area `inner` within `outer`; `nil` if that is all of it.
    static func area(
        _ inner: PixelSize, in outer: PixelSize, gravity: PlaneGravity, isSmart: Bool, dpr: Double
    ) -> CropArea? {
        guard inner != outer else { return nil }
        return isSmart ? .smart(inner) : .at(gravity.rect(of: inner, in: outer, dpr: dpr))
    }
}

/// Which pixels of a source a rendition is made from. Renditions with equal regions can share decoded pixels.
package struct SourceRegion: Sendable, Hashable, Codable {
    /// The first page or frame, from 0.
    package var page: Int
    /// How many pages or frames from there, stacked vertically.
    package var pages: Int
    package var trim: Trim?
    /// In stored pixels (after `trim`); `nil` means all of them.
    package var crop: CropArea?

    package init(page: Int = 0, pages: Int = 1, trim: Trim? = nil, crop: CropArea? = nil) {
        self.page = page
        self.pages = pages
        self.trim = trim
        self.crop = crop
    }
}

extension SourceCrop {
    /// The size of the crop within `picture` (as displayed): at least 1 pixel a side, at most the picture.
    ///
    /// The aspect ratio is met by shortening one side, or with `enlarges` by lengthening the other; a side that would
    /// then exceed the picture is clamped, and the other one follows. Example: 100×200 at 1 is 100×100, enlarged
    /// 200×200.
    package func size(in picture: PixelSize) -> PixelSize {
        let asked = PixelSize(
            width: Self.side(width, of: picture.width), height: Self.side(height, of: picture.height))
        guard aspectRatio > 0 else { return asked }
        let ratio = GeometryRounding.bounded(aspectRatio)
        let isTooNarrow = Double(asked.width) / Double(asked.height) < ratio
        if isTooNarrow == enlarges {
            let size = Self.size(height: asked.height, ratio)
            return size.width <= picture.width ? size : Self.size(width: picture.width, ratio)
        }
        let size = Self.size(width: asked.width, ratio)
        return size.height <= picture.height ? size : Self.size(height: picture.height, ratio)
    }

    private static func side(_ asked: Double, of side: Int) -> Int {
        guard asked > 0 else { return side }
        return asked < 1 ? pixels(Double(side) * asked) : min(side, GeometryRounding.whole(asked))
    }

    private static func size(width: Int, _ ratio: Double) -> PixelSize {
        PixelSize(width: width, height: pixels(Double(width) / ratio))
    }

    private static func size(height: Int, _ ratio: Double) -> PixelSize {
        PixelSize(width: pixels(Double(height) * ratio), height: height)
    }

    private static func pixels(_ length: Double) -> Int { max(1, GeometryRounding.size(length)) }
}

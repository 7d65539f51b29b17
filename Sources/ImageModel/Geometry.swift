/// The sizes on the way from a source to one rendition, in upright pixels.
package struct Geometry: Sendable, Hashable {
    /// The whole picture, resized.
    package var scaled: PixelSize
    /// What is kept of `scaled`; `nil` keeps all of it.
    package var crop: PixelRect?

    package init(scaled: PixelSize, crop: PixelRect? = nil) {
        self.scaled = scaled
        self.crop = crop
    }

    /// The size of the rendition.
    package var output: PixelSize { crop?.size ?? scaled }

    /// The geometry of a rendition of `width` × `height` (either may be absent) for an upright source of `source`.
    ///
    /// Unless `enlarges` (drawings), a source smaller than the box keeps its scale: `fill` then cuts only what hangs
    /// over the box, and with `force` each side is the smaller of source and box. Sides are rounded half up and never
    /// below 1. Example: 6000×4000 at width 1600 is 1600×1067 (4000 × 1600/6000 = 1066.67).
    ///
    /// `maximumSide` is the limit of the output's format: a result that would pass it is scaled down to meet it.
    package init(
        source: PixelSize, width: Int?, height: Int?, fit: Fit, enlarges: Bool = false, maximumSide: Int = .max
    ) {
        let cap = min(maximumSide, Int(Int32.max))
        let largest = enlarges ? PixelSize(width: cap, height: cap) : source
        let box = PixelSize(
            width: min(width ?? source.width, largest.width, cap),
            height: min(height ?? source.height, largest.height, cap))
        let capping = Ratio(cap, max(source.width, source.height))
        switch fit {
        case .force:
            self.init(scaled: box)
        case .fill where width != nil && height != nil:
            let scale = max(Ratio(box.width, source.width), Ratio(box.height, source.height))
            let scaled = min(scale, enlarges ? scale : .one).applied(to: source)
            let size = PixelSize(width: min(box.width, scaled.width), height: min(box.height, scaled.height))
            let crop = PixelRect(
                left: (scaled.width - size.width) / 2, top: (scaled.height - size.height) / 2, size: size)
            self.init(scaled: scaled, crop: size == scaled ? nil : crop)
        case .fit, .fill:
            let asked = [width.map { Ratio($0, source.width) }, height.map { Ratio($0, source.height) }]
            let scale = asked.compactMap(\.self).min() ?? .one
            self.init(scaled: min(enlarges ? scale : min(scale, .one), capping).applied(to: source))
        }
    }
}

/// An exact scale, so that 1/3 of 300 is 100 and not 99.99.
private struct Ratio: Comparable {
    let numerator: Int
    let denominator: Int

    static var one: Ratio { Ratio(1, 1) }

    init(_ numerator: Int, _ denominator: Int) {
        self.numerator = numerator
        self.denominator = denominator
    }

    static func < (left: Ratio, right: Ratio) -> Bool {
        left.numerator * right.denominator < right.numerator * left.denominator
    }

    static func == (left: Ratio, right: Ratio) -> Bool {
        left.numerator * right.denominator == right.numerator * left.denominator
    }

    /// Rounded half up: (2ab + c) / 2c for a·b/c.
    private func scaled(_ length: Int) -> Int {
        max(1, (2 * length * numerator + denominator) / (2 * denominator))
    }

    func applied(to size: PixelSize) -> PixelSize {
        PixelSize(width: scaled(size.width), height: scaled(size.height))
    }
}

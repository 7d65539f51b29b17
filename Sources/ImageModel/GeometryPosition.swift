extension Gravity {
    /// Where a rectangle of size `inner` lies within one of `outer`: always inside it. `inner` is at most `outer`.
    ///
    /// Pixel offsets are multiplied by `dpr`. `smart` counts as the middle here: the pixels determine the actual
    /// position (`CropArea.rect(left:top:in:)`).
    package func rect(of inner: PixelSize, in outer: PixelSize, dpr: Double) -> PixelRect {
        PlaneGravity(self).rect(of: inner, in: outer, dpr: dpr)
    }

    /// The same for a watermark, which may hang over the edges as long as one of its pixels is visible; it may be
    /// larger than `outer`. Its origin may be negative.
    package func overhangingRect(of inner: PixelSize, in outer: PixelSize, dpr: Double) -> PixelRect {
        let plane = PlaneGravity(self)
        return PixelRect(
            left: plane.horizontal.overhangingPosition(of: inner.width, in: outer.width, dpr: dpr),
            top: plane.vertical.overhangingPosition(of: inner.height, in: outer.height, dpr: dpr), size: inner)
    }
}

/// A gravity split into its two axes, which can be mirrored and rotated with the picture.
struct PlaneGravity: Hashable {
    var horizontal: AxisGravity
    var vertical: AxisGravity

    init(horizontal: AxisGravity, vertical: AxisGravity) {
        self.horizontal = horizontal
        self.vertical = vertical
    }

    init(_ gravity: Gravity) {
        let (x, y) = (gravity.offsetX, gravity.offsetY)
        switch gravity.anchor {
        case .centre: self.init(horizontal: .middle(x), vertical: .middle(y))
        case .north: self.init(horizontal: .middle(x), vertical: .start(y))
        case .south: self.init(horizontal: .middle(x), vertical: .end(y))
        case .east: self.init(horizontal: .end(x), vertical: .middle(y))
        case .west: self.init(horizontal: .start(x), vertical: .middle(y))
        case .northEast: self.init(horizontal: .end(x), vertical: .start(y))
        case .northWest: self.init(horizontal: .start(x), vertical: .start(y))
        case .southEast: self.init(horizontal: .end(x), vertical: .end(y))
        case .southWest: self.init(horizontal: .start(x), vertical: .end(y))
        case .smart: self.init(horizontal: .middle(0), vertical: .middle(0))
        case .focus(let x, let y): self.init(horizontal: .focus(x), vertical: .focus(y))
        }
    }

    /// The equivalent gravity in the picture before `orientation` was applied to it.
    func before(_ orientation: Orientation) -> PlaneGravity {
        // Here the mirroring comes last: a rotation after mirroring equals the opposite rotation before it.
        let quarters = orientation.mirrorsFirst ? (4 - orientation.quarterTurns) % 4 : orientation.quarterTurns
        return (orientation.mirrorsFirst ? mirrored : self).before(quarterTurns: quarters)
    }

    /// The equivalent gravity before the rotations and flips that `rendition` requests.
    func beforeTurns(of rendition: Rendition) -> PlaneGravity {
        var plane = rendition.flipsHorizontally ? mirrored : self
        if rendition.flipsVertically { plane.vertical = plane.vertical.mirrored }
        return plane.before(quarterTurns: rendition.quarterTurns)
    }

    func rect(of inner: PixelSize, in outer: PixelSize, dpr: Double) -> PixelRect {
        PixelRect(
            left: horizontal.position(of: inner.width, in: outer.width, dpr: dpr),
            top: vertical.position(of: inner.height, in: outer.height, dpr: dpr), size: inner)
    }

    private var mirrored: PlaneGravity { PlaneGravity(horizontal: horizontal.mirrored, vertical: vertical) }

    /// Before clockwise rotations: what is on top after one quarter turn was on the left.
    private func before(quarterTurns: Int) -> PlaneGravity {
        switch ((quarterTurns % 4) + 4) % 4 {
        case 1: PlaneGravity(horizontal: vertical, vertical: horizontal.mirrored)
        case 2: PlaneGravity(horizontal: horizontal.mirrored, vertical: vertical.mirrored)
        case 3: PlaneGravity(horizontal: vertical.mirrored, vertical: horizontal)
        default: self
        }
    }
}

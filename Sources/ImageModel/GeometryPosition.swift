extension Gravity {
    /// Where a rectangle of `inner` lies in one of `outer`: always inside it. `inner` is at most `outer`.
    ///
    /// Pixel offsets are multiplied by `dpr`. `smart` is the middle here: where it really is, pixels tell
    /// (`CropArea.rect(left:top:in:)`).
    package func rect(of inner: PixelSize, in outer: PixelSize, dpr: Double) -> PixelRect {
        PlaneGravity(self).rect(of: inner, in: outer, dpr: dpr)
    }

    /// The same for a watermark, which may hang over the edges as long as a pixel of it is seen; it may be larger than
    /// `outer`. Its origin may be negative.
    package func overhangingRect(of inner: PixelSize, in outer: PixelSize, dpr: Double) -> PixelRect {
        let plane = PlaneGravity(self)
        return PixelRect(
            left: plane.horizontal.overhangingPosition(of: inner.width, in: outer.width, dpr: dpr),
            top: plane.vertical.overhangingPosition(of: inner.height, in: outer.height, dpr: dpr), size: inner)
    }
}

/// A gravity taken apart into its two axes, which can be mirrored and turned with the picture.
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

    /// The gravity that means the same in the picture before `orientation` was applied to it.
    func before(_ orientation: Orientation) -> PlaneGravity {
        // Here the mirror comes last: a turn after a mirror is the opposite turn before it.
        let quarters = orientation.mirrorsFirst ? (4 - orientation.quarterTurns) % 4 : orientation.quarterTurns
        return (orientation.mirrorsFirst ? mirrored : self).before(quarterTurns: quarters)
    }

    /// The gravity that means the same before the turns and flips that `rendition` asks for.
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

    /// Before clockwise turns: what is on top after one quarter was on the left.
    private func before(quarterTurns: Int) -> PlaneGravity {
        switch ((quarterTurns % 4) + 4) % 4 {
        case 1: PlaneGravity(horizontal: vertical, vertical: horizontal.mirrored)
        case 2: PlaneGravity(horizontal: horizontal.mirrored, vertical: vertical.mirrored)
        case 3: PlaneGravity(horizontal: vertical.mirrored, vertical: horizontal)
        default: self
        }
    }
}

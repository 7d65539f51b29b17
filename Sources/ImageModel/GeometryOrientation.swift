extension Orientation {
    /// The orientation that first mirrors (swaps left and right), if requested, and then rotates clockwise by
    /// `quarterTurns` quarters (any integer).
    package init(mirrorsFirst: Bool, quarterTurns: Int) {
        let quarters = ((quarterTurns % 4) + 4) % 4
        let plain: [Orientation] = [.upright, .turned90, .turned180, .turned270]
        let mirrored: [Orientation] = [.mirrored, .transversed, .flipped, .transposed]
        self = (mirrorsFirst ? mirrored : plain)[quarters]
    }

    /// The single transformation equivalent to `self` followed by `next`.
    ///
    /// A rotation after mirroring equals the opposite rotation before it. Example: `mirrored` followed by `turned90` is
    /// `transversed`.
    package func followed(by next: Orientation) -> Orientation {
        Orientation(
            mirrorsFirst: mirrorsFirst != next.mirrorsFirst,
            quarterTurns: next.quarterTurns + (next.mirrorsFirst ? -quarterTurns : quarterTurns))
    }

    /// The transformation that undoes `self`.
    package var inverse: Orientation {
        Orientation(mirrorsFirst: mirrorsFirst, quarterTurns: mirrorsFirst ? quarterTurns : -quarterTurns)
    }

    /// Where the pixels of `rect` lie after `self` is applied to a picture of `size` (its size before that).
    package func applied(to rect: PixelRect, in size: PixelSize) -> PixelRect {
        var (rect, size) = (rect, size)
        if mirrorsFirst { rect.left = size.width - rect.left - rect.size.width }
        for _ in 0..<quarterTurns {
            rect = PixelRect(left: size.height - rect.top - rect.size.height, top: rect.left, size: rect.size.swapped)
            size = size.swapped
        }
        return rect
    }
}

extension Rendition {
    /// The transformation of pixels whose metadata says `stored` that shows them as the rendition requests: the
    /// orientation unless it is ignored, then the quarter turns, then the flips.
    package func orientation(ofStored stored: Orientation) -> Orientation {
        var total = autoRotates ? stored : .upright
        total = total.followed(by: Orientation(mirrorsFirst: false, quarterTurns: quarterTurns))
        if flipsHorizontally { total = total.followed(by: .mirrored) }
        if flipsVertically { total = total.followed(by: .flipped) }
        return total
    }
}

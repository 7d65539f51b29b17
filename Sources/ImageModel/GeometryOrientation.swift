extension Orientation {
    /// The orientation that first mirrors (left and right exchanged), if asked, and then turns clockwise by
    /// `quarterTurns` quarters (any integer).
    package init(mirrorsFirst: Bool, quarterTurns: Int) {
        let quarters = ((quarterTurns % 4) + 4) % 4
        let plain: [Orientation] = [.upright, .turned90, .turned180, .turned270]
        let mirrored: [Orientation] = [.mirrored, .transversed, .flipped, .transposed]
        self = (mirrorsFirst ? mirrored : plain)[quarters]
    }

    /// The single change of the pixels that does what `self` does and then what `next` does.
    ///
    /// A turn after a mirror is the opposite turn before it. Example: `mirrored` followed by `turned90` is `transversed`.
    package func followed(by next: Orientation) -> Orientation {
        Orientation(
            mirrorsFirst: mirrorsFirst != next.mirrorsFirst,
            quarterTurns: next.quarterTurns + (next.mirrorsFirst ? -quarterTurns : quarterTurns))
    }

    /// What undoes `self`.
    package var inverse: Orientation {
        Orientation(mirrorsFirst: mirrorsFirst, quarterTurns: mirrorsFirst ? quarterTurns : -quarterTurns)
    }

    /// Where the pixels of `rect` lie after `self` is applied to a picture of `size` (as it is before).
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
    /// What is done to pixels that metadata describes by `stored`, to show them as the rendition asks: the orientation
    /// unless it is left alone, then the quarter turns, then the flips.
    package func orientation(ofStored stored: Orientation) -> Orientation {
        var total = autoRotates ? stored : .upright
        total = total.followed(by: Orientation(mirrorsFirst: false, quarterTurns: quarterTurns))
        if flipsHorizontally { total = total.followed(by: .mirrored) }
        if flipsVertically { total = total.followed(by: .flipped) }
        return total
    }
}

extension RenderPlan {
    /// Raised whenever the same plan makes other bytes of the same source: what was kept before is made again.
    package static let revision = 1

    /// Whether the first rendition shows more than one frame of its source, if its format can.
    package var isAnimated: Bool {
        outputs.first.map { Self.availableFrames($0.rendition, source, limits) > 1 } ?? false
    }
}

/// Which of the 8-bit values the samples of planes use (ITU-R BT.601).
package enum SampleRange: Sendable, Hashable, Codable {
    /// Luma and colour differences from 0 to 255: JPEG (JFIF), AVIF as written here.
    case full
    /// Luma from 16 to 235, differences from 16 to 240: WebP.
    case limited

    /// Maps a sample to `scale` · value + `offset`.
    package struct Levels: Sendable, Hashable {
        package var scale: Double
        package var offset: Double

        package init(scale: Double, offset: Double) {
            self.scale = scale
            self.offset = offset
        }

        package static let same = Levels(scale: 1, offset: 0)
    }

    /// How samples of `plane` (0 is luma) are converted to those of `target`.
    ///
    /// White luma, 255, becomes 16 + 255 · 219 / 255 = 235; neutral differences stay at 128.
    package func levels(of plane: Int, to target: SampleRange) -> Levels {
        let span = plane == 0 ? 219.0 : 224.0
        let zero = plane == 0 ? (full: 0.0, limited: 16.0) : (full: 128, limited: 128)
        switch (self, target) {
        case (.full, .full), (.limited, .limited): return .same
        case (.full, .limited): return Levels(scale: span / 255, offset: zero.limited - zero.full * span / 255)
        case (.limited, .full): return Levels(scale: 255 / span, offset: zero.full - zero.limited * 255 / span)
        }
    }
}

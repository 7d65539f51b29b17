extension PixelBuffer {
    /// One colour everywhere; as many bands as `colour` has samples.
    package static func flat(_ colour: [UInt8], width: Int, height: Int) -> PixelBuffer {
        PixelBuffer(width: width, height: height, bands: colour.count) { _, _ in colour }
    }

    /// Random samples: no codec or filter can predict them.
    package static func noise(width: Int, height: Int, bands: Int, seed: UInt64) -> PixelBuffer {
        var random = SplitMix64(seed: seed)
        let bytes = (0..<(width * height * bands)).map { _ in UInt8.random(in: 0...255, using: &random) }
        return PixelBuffer(width: width, height: height, bands: bands, bytes: bytes)
    }

    /// Soft gradients, different in each band and corner; alpha, if there is one, rises from left to right.
    package static func slopes(width: Int, height: Int, bands: Int) -> PixelBuffer {
        PixelBuffer(width: width, height: height, bands: bands) { column, row in
            let right = column * 255 / max(width - 1, 1)
            let down = row * 255 / max(height - 1, 1)
            let both = (right + down) / 2
            return switch bands {
            case 1: [UInt8(both)]
            case 2: [UInt8(down), UInt8(right)]
            case 3: [UInt8(right), UInt8(down), UInt8(255 - both)]
            default: [UInt8(down), UInt8(both), UInt8(255 - down), UInt8(right)]
            }
        }
    }

    /// Four quarters in red, green, blue and grey, starting at the top left: any rotation or mirroring looks different.
    package static func quarters(width: Int, height: Int) -> PixelBuffer {
        let colours: [[UInt8]] = [[200, 30, 30], [30, 160, 60], [40, 60, 200], [128, 128, 128]]
        return PixelBuffer(width: width, height: height, bands: 3) { column, row in
            colours[(column * 2 / width) + 2 * (row * 2 / height)]
        }
    }
}

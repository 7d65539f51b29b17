internal import CVipsShim
internal import ImageModel

extension Image {
    /// A picture of at most `count` colours, each with its own alpha, that looks like this one; 8-bit sRGB. Blocks.
    ///
    /// libvips makes palettes of 2, 4, 16 or 256 colours: the next larger one is made, and its nearest colours merged.
    ///
    /// - Throws: `unencodable`, `undecodable`.
    func reduced(toColours count: Int, of options: EncodeOptions) throws(CodecError) -> Image {
        let depth = Int32(options.paletteDepth)
        let file = try saved(options) { unsafe sw_save_png_palette(handle, true, false, depth, $0, $1) }
        let bytes = unsafe file.withUnsafeBytes { unsafe [UInt8]($0) }
        let pixels = try ImageDecoder.withImage(of: bytes, format: .png) { (image) throws(CodecError) in
            try image.asRGB().withAlpha().pixels()
        }
        let merged = unsafe pixels.withUnsafeBytes { unsafe Self.merged($0, maximum: count) }
        let picture = try Image(pixels: merged, size: size, bands: 4)
        // What is known about the picture besides its pixels stays.
        let base = try asRGB()
        let hasAlpha = base.hasAlpha
        return try base.replacing(with: hasAlpha ? picture : picture.bands(from: 0, count: 3), left: 0, top: 0)
    }

    /// Whether an 8-bit picture in memory has at most so many different colours, each with its own alpha.
    ///
    /// Cost: a look at each pixel, up to the first colour too many.
    func hasColours(atMost most: Int) throws(CodecError) -> Bool {
        let bands = bands
        return unsafe try pixels().withUnsafeBytes { pixels in
            var (colours, last) = (Set<UInt32>(), UInt32?.none)
            for start in stride(from: 0, to: pixels.count - bands + 1, by: bands) {
                var colour: UInt32 = 0
                for band in 0..<bands { colour = unsafe colour << 8 | UInt32(pixels[start + band]) }
                guard colour != last else { continue }
                last = colour
                guard colours.insert(colour).inserted else { continue }
                if colours.count > most { return false }
            }
            return true
        }
    }

    /// Pixels of four bands, with at most `maximum` different ones.
    private static func merged(_ pixels: UnsafeRawBufferPointer, maximum: Int) -> [UInt8] {
        let words = unsafe pixels.bindMemory(to: SIMD4<UInt8>.self)
        var indices: [SIMD4<UInt8>: Int] = [:]
        var (colours, counts): ([SIMD4<UInt8>], [Int]) = ([], [])
        unsafe words.forEach { colour in
            if let index = indices[colour] {
                counts[index] += 1
            } else {
                indices[colour] = colours.count
                colours.append(colour)
                counts.append(1)
            }
        }
        let merge = ColourMerge(colours, counts: counts, maximum: maximum)
        var result: [UInt8] = []
        result.reserveCapacity(pixels.count)
        unsafe words.forEach { colour in
            let merged = indices[colour].map { merge.replacements[$0] } ?? colour
            for band in 0..<4 { result.append(merged[band]) }
        }
        return result
    }
}

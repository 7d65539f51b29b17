internal import CResampler
internal import CVipsShim
internal import ImageModel

extension Image {
    /// Lends the image, and how its colours are to be stored in a file of `options`: as `requested`, or, where that is left open and
    /// half the sides would lose visible detail, at full resolution. The image is then in memory. libvips itself goes by the quality
    /// alone.
    ///
    /// - Throws: `undecodable`, and what `body` throws.
    func withSubsampling<Result>(
        _ requested: OutputOptions.Subsampling, _ options: EncodeOptions,
        _ body: (borrowing Image, OutputOptions.Subsampling) throws(CodecError) -> Result
    ) throws(CodecError) -> Result {
        guard requested == .auto, options.quality <= PlaneLayout.finestHalvedQuality, options.mayHaveAllColours,
            colour == .rgb, sampleBytes == 1
        else { return try body(self, requested) }
        let whole = try copiedToMemory()
        return try body(whole, whole.hasFineColours ? .off : requested)
    }

    /// Whether 4:2:0 would lose visible detail of an RGB picture of 8 bits in memory.
    private var hasFineColours: Bool {
        let (width, bands) = (size.width, bands)
        var detail = ColourDetail(of: size)
        var blue = [[UInt8]](repeating: [UInt8](repeating: 0, count: width), count: 2)
        var red = blue
        for pair in 0..<(size.height / 2) where ColourDetail.looks(atPair: pair) {
            let top = 2 * pair
            for row in 0..<2 {
                unsafe ps_differences(
                    sw_picture_row(handle, Int32(top + row)), Int32(width), Int32(bands), &blue[row], &red[row])
            }
            detail.add(blue[0], blue[1], width: width)
            detail.add(red[0], red[1], width: width)
        }
        return detail.isVisible
    }
}

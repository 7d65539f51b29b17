// EXIF in whatever file: libraries follow its directories anew from each entry that points to one.

extension SourceStructure {
    /// libexif reads no more of a block.
    private static let mostEXIFBytes = 1 << 16

    /// Looks at a block of EXIF, whose bytes are counted elsewhere.
    mutating func countEXIF(_ block: ArraySlice<UInt8>, _ steps: WalkSteps) {
        guard let reader = ExifReader(block: block.prefix(Self.mostEXIFBytes), steps: steps) else { return }
        hasEXIFLoop = hasEXIFLoop || reader.leadsBack
    }
}

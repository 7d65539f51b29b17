// EXIF in any file: libraries follow its directories again from each entry that points to one.

extension SourceStructure {
    /// The most bytes of a block that libexif reads.
    private static let mostEXIFBytes = 1 << 16

    /// Examines a block of EXIF; its bytes are counted elsewhere.
    mutating func countEXIF(_ block: ArraySlice<UInt8>, _ steps: WalkSteps) {
        guard let reader = ExifReader(block: block.prefix(Self.mostEXIFBytes), steps: steps) else { return }
        hasEXIFLoop = hasEXIFLoop || reader.leadsBack
    }
}

internal import CPlanarJPEG
internal import ImageModel

/// JPEG files that libjpeg alone reads, such as those of inks.
enum LibraryJPEG {
    private static let endMarker: [UInt8] = [0xFF, 0xD9]
    /// Frames of 8 bits coded by Huffman's codes: sequential, extended, progressive (T.81, table B.1). Where data coded
    /// arithmetically ends, nobody can tell: zeros at its end are left out.
    private static let frames: ClosedRange<UInt8> = 0xC0...0xC2
    private static let progressive: UInt8 = 0xC2
    /// Of inks: other pictures have a reader of our own.
    private static let inks = 4
    private static let allCoefficients = UInt64.max

    /// Whether `bytes` are a file that lacks nothing but its end marker: with one behind it, libjpeg warns of every bit
    /// that it has to make up.
    ///
    /// Costs nothing for files that end with the marker, a walk over the bytes for those with something behind it, and a
    /// copy and a decode at an eighth of the sides for those without it. Blocks.
    @safe static func lacksOnlyItsEnd(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard unsafe !bytes.suffix(endMarker.count).elementsEqual(endMarker) else { return false }
        var file = unsafe [UInt8](bytes)
        guard hasAllScans(file) else { return false }
        file += endMarker
        return isDecodedWithoutWarning(file)
    }

    /// Whether any coded byte is there.
    static func hasData(_ file: [UInt8]) -> Bool {
        let scan = JPEGSegments(of: file).first { $0.marker == JPEGSegments.startOfScan }
        return scan.map { $0.body.upperBound < file.count } ?? false
    }

    /// Whether `file` has each coefficient of each component to its last bit, and no end marker behind.
    private static func hasAllScans(_ file: [UInt8]) -> Bool {
        var (isProgressive, components, data) = (false, 0, file.count)
        // Of each component, by its name in the file, the coefficients that have come to their last bit.
        var whole: [Int: UInt64] = [:]
        for segment in JPEGSegments(of: file) {
            if frames.contains(segment.marker) {
                isProgressive = segment.marker == progressive
                components = segment.byte(at: 5) ?? 0
            } else if segment.marker == JPEGSegments.startOfScan {
                guard let scan = Scan(segment) else { return false }
                let places = isProgressive ? scan.wholePlaces : allCoefficients
                for component in scan.components { whole[component, default: 0] |= places }
                data = segment.body.upperBound
            }
        }
        // Among coded bytes there is none but the end marker itself.
        let isEnded = zip(file[data...], file[data...].dropFirst()).contains { $0 == 0xFF && $1 == 0xD9 }
        return !isEnded && components == inks && whole.count == inks
            && whole.values.allSatisfy { $0 == allCoefficients }
    }

    /// What a scan's header says (T.81, B.2.3).
    private struct Scan {
        let components: [Int]
        /// The coefficients whose last bit it has.
        let wholePlaces: UInt64

        init?(_ segment: JPEGSegments.Segment) {
            guard let count = segment.byte(at: 0), let from = segment.byte(at: 1 + 2 * count),
                let to = segment.byte(at: 2 + 2 * count), let bits = segment.byte(at: 3 + 2 * count),
                from <= to, to < 64
            else { return nil }
            components = (0..<count).compactMap { segment.byte(at: 1 + 2 * $0) }
            wholePlaces = bits & 15 == 0 ? allCoefficients << from & allCoefficients >> (63 - to) : 0
        }
    }

    private static func isDecodedWithoutWarning(_ file: [UInt8]) -> Bool {
        unsafe file.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return false }
            return unsafe pj_library_reads_all(base, buffer.count) { Interruption.isWished }
        }
    }
}

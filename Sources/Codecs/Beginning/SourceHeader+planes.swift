internal import ImageModel

// Headers of files that are decoded in planes, read by our own readers in a tenth of the time that a library takes to
// open one.

extension SourceHeader {
    /// The header of a JPEG file; `nil` for kinds that our decoder does not read, and for damaged files.
    init?(jpeg bytes: [UInt8]) {
        guard let frame = PlanarJPEGReader.frame(of: bytes),
            !(frame.hasScans && JPEGSegments.haveMeansAlone(bytes))
        else { return nil }
        let isGrey = frame.layout.colours == .grey
        var (profile, exif, block) = (JPEGProfile(), ExifTexts?.none, ArraySlice<UInt8>())
        for segment in JPEGSegments(of: bytes) {
            if segment.marker == JPEGSegments.startOfScan { break }
            switch segment.marker {
            // The first one counts, as with libvips.
            case JPEGSegments.app1 where exif == nil && segment.isEXIF:
                block = bytes[segment.body]
                exif = ExifTexts(block: block)
            case JPEGSegments.app2 where segment.begins(with: JPEGSegments.profileName):
                profile.add(segment)
            default: break
            }
        }
        let stated = profile.bytes
        let colours = ColourReading(
            bytes, format: .jpeg, kind: isGrey ? .grey : .rgb, profile: stated.isEmpty ? nil : stated,
            exif: block.isEmpty ? nil : Array(block))
        self.init(
            format: .jpeg, stored: frame.size, orientation: Orientation(exif: exif?.orientation ?? 1),
            bands: isGrey ? 1 : 3, colour: isGrey ? .grey : .rgb,
            hasProfile: colours.hasProfile(found: !stated.isEmpty), isInterlaced: frame.hasScans,
            isSRGB: colours.areSRGB)
        self.colours = colours.colours
        planes = frame.layout
        namesAuthor = exif?.namesAuthor ?? false
    }

    /// The header of a PNG file; `nil` for kinds that our reader does not read, for damaged files, and for those whose
    /// metadata takes longer to read.
    init?(png bytes: [UInt8]) {
        guard let header = PNGReader.header(of: bytes), let planes = header.planes, !header.hasProfile,
            header.exif == nil
        else { return nil }
        let colours = ColourReading(
            bytes, format: .png, kind: header.channels < 3 ? .grey : .rgb, profile: nil, exif: nil)
        guard colours.areSRGB else { return nil }
        self.init(
            format: .png, stored: header.size, bands: header.channels, colour: header.channels < 3 ? .grey : .rgb,
            hasAlpha: header.channels % 2 == 0)
        self.colours = colours.colours
        self.planes = planes
        paletteDepth = header.paletteDepth
    }
}

/// An ICC profile in a JPEG file: in numbered parts.
private struct JPEGProfile {
    private var parts: [Int: ArraySlice<UInt8>] = [:]

    /// After the name: the number of the part, from 1, and the number of parts.
    mutating func add(_ segment: JPEGSegments.Segment) {
        let start = JPEGSegments.profileName.count
        guard let number = segment.byte(at: start), segment.body.count > start + 2 else { return }
        parts[number] = segment.bytes[(segment.body.lowerBound + start + 2)..<segment.body.upperBound]
    }

    var bytes: [UInt8] { parts.sorted { $0.key < $1.key }.flatMap(\.value) }
}

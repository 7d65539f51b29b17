import ImageModel

/// A block of EXIF, read by all who read it.
@Sendable func fuzzEXIF(_ bytes: [UInt8]) {
    fuzzedWalk(over: bytes.count, "fields") { steps in
        for (name, value) in ExifFields(block: bytes[...], steps: steps).values where value.isEmpty {
            fatalError("\(name) is empty")
        }
    }
    fuzzedWalk(over: bytes.count, "texts") { steps in _ = ExifTexts(block: bytes[...], steps: steps) }
    fuzzedWalk(over: bytes.count, "loops") { steps in
        _ = ExifReader(block: bytes[...], steps: steps)?.leadsBack
    }
}

/// An ICC profile.
@Sendable func fuzzProfile(_ bytes: [UInt8]) {
    fuzzedWalk(over: bytes.count, "sRGB") { steps in
        _ = StandardProfile.isSRGB(NumberReader(bytes: bytes, isBigEndian: true, steps: steps))
    }
    fuzzedWalk(over: bytes.count, "name") { steps in
        _ = ProfileName.name(NumberReader(bytes: bytes, isBigEndian: true, steps: steps))
    }
}

/// How long a zlib stream is, expanded: as long as zlib makes it, where that finds nothing wrong.
@Sendable func fuzzDeflate(_ bytes: [UInt8]) {
    fuzzedWalk(over: bytes.count, "deflate") { steps in
        let told = DeflateLength.bytes(of: bytes[...], steps)
        guard told >= 0 else { fatalError("\(told) bytes") }
        var expanded = [UInt8](repeating: 0, count: 1 << 18)
        var count = UInt(expanded.count)
        let status = unsafe zlibUncompress(&expanded, &count, bytes, UInt(bytes.count))
        if status == 0, Int(count) != told { fatalError("\(told) bytes, and zlib makes \(count)") }
    }
}

// Linked for the codecs, but no module of theirs.
@_silgen_name("uncompress")
private func zlibUncompress(
    _ target: UnsafeMutablePointer<UInt8>, _ targetCount: UnsafeMutablePointer<UInt>, _ source: UnsafePointer<UInt8>,
    _ count: UInt
) -> CInt

/// What files say beside the decoder of their samples, frames and references. With references cut, a file is as long.
@Sendable func fuzzMeaning(_ bytes: [UInt8]) {
    let canvas = PixelSize(width: 64, height: 48)
    for index in 0..<2 {
        fuzzedWalk(over: bytes.count, "page") { steps in
            _ = TIFFPage(bytes, index: index, steps: steps)?.shown(of: 5)
        }
    }
    fuzzedWalk(over: bytes.count, "colours") { steps in _ = PNGColours(of: bytes, steps: steps).meansSRGB }
    fuzzedWalk(over: bytes.count, "frames") { steps in
        let frames = GIFFrames(of: bytes, steps: steps)
        if frames.showsThrough(canvas: canvas), frames.coverage(0..<3, canvas: canvas).count != 3 {
            fatalError("a frame is missing")
        }
    }
    fuzzedWalk(over: bytes.count, "references") { steps in
        let cut = HEIFReferences(of: bytes, steps: steps)?.cut()
        guard cut?.count ?? bytes.count == bytes.count else { fatalError("cut, it is not as long") }
    }
    for format in [ImageFormat.gif, .tiff] { _ = CutFile.isCut(bytes, format, pages: 0..<3) }
    _ = CutFile.hasFirstBlock(ofGIF: bytes)
}

/// AVIF files: their boxes, and the planes of those that are small.
@Sendable func fuzzAVIF(_ bytes: [UInt8]) {
    fuzzedWalk(over: bytes.count, "boxes") { steps in
        guard let primary = HEIFPrimary(of: bytes, steps: steps) else { return }
        guard primary.data?.upperBound ?? 0 <= bytes.count else { fatalError("data past the end") }
        for property in primary.properties where property.content.upperBound > bytes.count {
            fatalError("a property past the end")
        }
    }
    guard let primary = HEIFPrimary(of: bytes), let width = primary.number("ispe", at: 4, size: 4),
        let height = primary.number("ispe", at: 8, size: 4), (1...512).contains(width), (1...512).contains(height)
    else { return }
    let size = PixelSize(width: width, height: height)
    guard let layout = PlanarAVIFReader.layout(of: bytes, size: size) else { return }
    try? PlanarAVIFReader.reading(bytes, layout: layout, size: size) { reader throws(CodecError) in
        let planes = (0..<layout.planes).map { reader.rows(of: $0, keeping: size.height) }
        while planes.contains(where: { $0.ready < $0.size.height }) { reader.read(into: planes) }
    }
}

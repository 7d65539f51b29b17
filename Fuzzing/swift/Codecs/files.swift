import ImageModel

/// The beginning of a file of any format. What is closed is no longer, and stays as it is when it is closed again.
@Sendable func fuzzBeginning(_ bytes: [UInt8]) {
    for needs in [FileBeginning.Needs(), FileBeginning.Needs(frames: true, bands: true)] {
        fuzzedWalk(over: bytes.count, "beginning") { steps in
            guard let closed = FileBeginning.closed(bytes, needs: needs, steps: steps) else { return }
            guard closed.count <= bytes.count else { fatalError("closed, it is longer") }
            guard FileBeginning.closed(closed, needs: needs) == closed else { fatalError("closed twice, it differs") }
        }
    }
}

/// What a file of any format holds beside its pixels.
@Sendable func fuzzStructure(_ bytes: [UInt8]) {
    let steps = WalkSteps(over: bytes.count)
    let structure = SourceStructure(of: bytes, steps: steps)
    let counts = [
        structure.profileBytes, structure.metadataBytes, structure.texts, structure.scans, structure.directories,
        structure.frames, structure.items,
    ]
    guard counts.allSatisfy({ $0 >= 0 }) else { fatalError("a count below 0: \(structure)") }
    if steps.isExhausted, !structure.hasOverlaps { fatalError("\(steps.count) steps for \(bytes.count) bytes") }
    guard structure == SourceStructure(of: bytes) else { fatalError("walked twice, it is not the same") }
}

/// The headers of JPEG, PNG, BMP and ICO files, told by our own readers.
@Sendable func fuzzHeader(_ bytes: [UInt8]) {
    for header in [SourceHeader(jpeg: bytes), SourceHeader(png: bytes)].compactMap({ $0 }) {
        guard header.stored.width > 0, header.stored.height > 0, (1...4).contains(header.bands) else {
            fatalError("a header that can't be: \(header)")
        }
    }
}

/// BMP and ICO files, with their pixels: first bytes, then the picture.
@Sendable func fuzzBitmap(_ bytes: [UInt8]) {
    let mostPixels = 1 << 22
    let bitmap = BitmapReader(bytes[...])
    if let header = try? bitmap.header(format: .bmp), header.stored.pixels <= mostPixels,
        let picture = try? bitmap.pixels()
    {
        check(picture)
    }
    let icon = IconReader(bytes)
    guard let header = try? icon.header(), header.stored.pixels <= mostPixels, let picture = try? icon.largest() else {
        return
    }
    switch picture {
    case .bitmap(let bitmap): check(bitmap)
    case .png(let range): guard range.upperBound <= bytes.count else { fatalError("a picture past the end") }
    }
}

private func check(_ picture: Bitmap) {
    guard picture.pixels.count == picture.size.pixels * picture.bands else {
        fatalError("\(picture.pixels.count) samples of a picture of \(picture.size) and \(picture.bands) bands")
    }
}

import ImageModel

/// Turns the body of a device-independent bitmap into RGB or RGBA.
struct BitmapDecoder {
    let header: BitmapHeader
    /// From the beginning of the header.
    let bytes: LittleEndianBytes
    let pixelOffset: Int

    private var palette: [Colour] = []

    private struct Colour {
        var red: UInt8 = 0
        var green: UInt8 = 0
        var blue: UInt8 = 0
    }

    init(header: BitmapHeader, bytes: LittleEndianBytes, pixelOffset: Int) {
        self.header = header
        self.bytes = bytes
        self.pixelOffset = pixelOffset
    }

    private var bands: Int { header.hasAlpha ? 4 : 3 }

    /// The pixels, top row first; `nil` when bytes are missing or a run leaves the picture.
    mutating func decode() -> Bitmap? {
        if header.bitsPerPixel <= 8 {
            guard let read = readPalette() else { return nil }
            palette = read
        }
        let pixels =
            switch header.compression {
            case .none, .masks, .masksWithAlpha: decodeRows()
            case .runLength8, .runLength4: decodeRuns()
            }
        return pixels.map { Bitmap(size: header.size, bands: bands, pixels: $0) }
    }

    /// As many colours as lie between header and pixels: files declare more than they hold.
    private func readPalette() -> [Colour]? {
        let room = max(0, min(pixelOffset, bytes.count) - header.paletteOffset) / header.paletteEntryBytes
        let count = min(header.paletteCount, room)
        guard count > 0 else { return nil }
        return (0..<count).compactMap { index in
            let offset = header.paletteOffset + index * header.paletteEntryBytes
            guard let blue = bytes.byte(offset), let green = bytes.byte(offset + 1), let red = bytes.byte(offset + 2)
            else { return nil }
            return Colour(red: red, green: green, blue: blue)
        }
    }

    private func decodeRows() -> [UInt8]? {
        let (width, height) = (header.size.width, header.size.height)
        // Checked before anything is allocated: a small file can declare a huge picture.
        guard
            let body = bytes.slice(pixelOffset, (height - 1) * header.rowBytes + (width * header.bitsPerPixel + 7) / 8)
        else { return nil }
        var pixels = [UInt8]()
        pixels.reserveCapacity(header.size.pixels * bands)
        for row in 0..<height {
            let stored = header.isTopDown ? row : height - 1 - row
            appendRow(body, from: body.startIndex + stored * header.rowBytes, to: &pixels)
        }
        return pixels
    }

    private func appendRow(_ body: ArraySlice<UInt8>, from start: Int, to pixels: inout [UInt8]) {
        let width = header.size.width
        switch header.bitsPerPixel {
        case 24:
            for offset in stride(from: start, to: start + 3 * width, by: 3) {
                pixels.append(body[offset + 2])
                pixels.append(body[offset + 1])
                pixels.append(body[offset])
            }
        case 16:
            for offset in stride(from: start, to: start + 2 * width, by: 2) {
                appendMasked(Int(body[offset]) | Int(body[offset + 1]) << 8, to: &pixels)
            }
        case 32:
            for offset in stride(from: start, to: start + 4 * width, by: 4) {
                let low = Int(body[offset]) | Int(body[offset + 1]) << 8
                appendMasked(low | Int(body[offset + 2]) << 16 | Int(body[offset + 3]) << 24, to: &pixels)
            }
        case let bits:
            let mask = 1 << bits - 1
            for column in 0..<width {
                let bit = column * bits
                let index = Int(body[start + bit / 8]) >> (8 - bits - bit % 8) & mask
                appendColour(index, to: &pixels)
            }
        }
    }

    private func appendMasked(_ pixel: Int, to pixels: inout [UInt8]) {
        for mask in header.masks.prefix(bands) { pixels.append(mask.value(of: pixel)) }
    }

    /// An index past the palette is black, as browsers show it.
    private func appendColour(_ index: Int, to pixels: inout [UInt8]) {
        let colour = index < palette.count ? palette[index] : Colour()
        pixels.append(colour.red)
        pixels.append(colour.green)
        pixels.append(colour.blue)
    }

    private func decodeRuns() -> [UInt8]? {
        guard let body = bytes.slice(pixelOffset, bytes.count - pixelOffset) else { return nil }
        var runs = BitmapRuns(
            bytes: body, size: header.size, pixelsPerByte: header.compression == .runLength4 ? 2 : 1)
        guard let indices = runs.decode() else { return nil }
        var pixels = [UInt8]()
        pixels.reserveCapacity(header.size.pixels * bands)
        for row in 0..<header.size.height {
            let stored = header.isTopDown ? row : header.size.height - 1 - row
            for index in indices[(stored * header.size.width)..<((stored + 1) * header.size.width)] {
                appendColour(Int(index), to: &pixels)
            }
        }
        return pixels
    }
}

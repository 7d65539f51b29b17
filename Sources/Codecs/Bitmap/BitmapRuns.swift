import ImageModel

/// The run-length coding of bitmaps with 4 or 8 bits a pixel.
struct BitmapRuns {
    let bytes: ArraySlice<UInt8>
    let size: PixelSize
    let pixelsPerByte: Int

    private static let pixelsPerByteAtMost = 65_536

    private var position = 0
    private var column = 0
    private var row = 0
    private var indices: [UInt8] = []

    init(bytes: ArraySlice<UInt8>, size: PixelSize, pixelsPerByte: Int) {
        self.bytes = bytes
        self.size = size
        self.pixelsPerByte = pixelsPerByte
    }

    private mutating func next() -> UInt8? {
        guard position < bytes.count else { return nil }
        defer { position += 1 }
        return bytes[bytes.startIndex + position]
    }

    /// Palette indices in the stored order of rows, 0 where nothing was written; `nil` when the data ends before the
    /// end mark or a run leaves the picture.
    mutating func decode() -> [UInt8]? {
        // Checked before anything is allocated. Two bytes of a run give 255 pixels at most; the bound is generous
        // because jumps pass over pixels for less.
        guard size.pixels <= bytes.count * Self.pixelsPerByteAtMost else { return nil }
        indices = [UInt8](repeating: 0, count: size.pixels)
        while let count = next() {
            guard let value = next() else { return nil }
            if count > 0 {
                guard repeatValue(value, Int(count)) else { return nil }
            } else if value == 0 {
                column = 0
                row += 1
            } else if value == 1 {
                return indices
            } else if value == 2 {
                guard let right = next(), let up = next() else { return nil }
                column += Int(right)
                row += Int(up)
            } else {
                guard copyLiteral(Int(value)) else { return nil }
            }
        }
        return row >= size.height ? indices : nil
    }

    private mutating func put(_ index: UInt8) -> Bool {
        // A run may pass the right edge by the half byte that fills it up; more is damage.
        guard row < size.height else { return false }
        if column < size.width { indices[row * size.width + column] = index }
        column += 1
        return column <= size.width + 1
    }

    private func nibble(_ value: UInt8, _ position: Int) -> UInt8 {
        guard pixelsPerByte == 2 else { return value }
        return position.isMultiple(of: 2) ? value >> 4 : value & 0x0F
    }

    private mutating func repeatValue(_ value: UInt8, _ count: Int) -> Bool {
        for index in 0..<count {
            guard put(nibble(value, index)) else { return false }
        }
        return true
    }

    private mutating func copyLiteral(_ count: Int) -> Bool {
        var value: UInt8 = 0
        for index in 0..<count {
            if index.isMultiple(of: pixelsPerByte) {
                guard let read = next() else { return false }
                value = read
            }
            guard put(nibble(value, index)) else { return false }
        }
        // Literals are padded to an even number of bytes.
        let used = (count + pixelsPerByte - 1) / pixelsPerByte
        if !used.isMultiple(of: 2) { position += 1 }
        return true
    }
}

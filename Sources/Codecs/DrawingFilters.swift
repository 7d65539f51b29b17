internal import ImageModel

/// Counts what makes a drawing slow.
enum DrawingFilters {
    /// How many filter primitives (`feGaussianBlur`, `feTurbulence` …) an SVG may run: its elements whose name begins
    /// with `fe`, with any namespace prefix. Text that only looks like one counts, too: too many is safer than too few.
    static func count(in bytes: [UInt8]) -> Int {
        let bytes = UTF16Text.isMarked(bytes) ? UTF16Text.utf8(bytes) : bytes
        var count = 0
        var nameStart: Int?
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "<"), UInt8(ascii: ":"):
                // After "<" or a prefix; a colon inside text does not follow an open "<".
                if byte == UInt8(ascii: "<") || nameStart != nil { nameStart = index + 1 }
            case UInt8(ascii: "e") where nameStart == index - 1 && bytes[index - 1] == UInt8(ascii: "f"):
                count += 1
                nameStart = nil
            case UInt8(ascii: "f") where nameStart == index: break
            case let letter where isNameByte(letter): break
            default: nameStart = nil
            }
        }
        return count
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}

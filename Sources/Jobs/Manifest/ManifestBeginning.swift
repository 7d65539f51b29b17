/// What the first bytes of a list say of how the rest is to be read.
struct ManifestBeginning: Sendable {
    /// The bytes in which the list's text is written.
    enum Encoding: Sendable, Hashable {
        case utf8
        case utf16(isBigEndian: Bool)
    }

    private(set) var encoding = Encoding.utf8
    /// Bytes before the text: a mark of the encoding.
    private(set) var markBytes = 0
    /// What the list is, when it is not text.
    private(set) var mistake: ManifestMistake?

    /// Whether `bytes` are enough to tell: with CSV, a line and the byte behind it, which may belong to the line's end.
    static func suffices(_ bytes: [UInt8], isCSV: Bool) -> Bool {
        guard bytes.count >= 4 else { return false }
        guard isCSV, bytes.count <= ManifestParser.longestRecordBytes else { return true }
        let (lineFeed, carriageReturn) = (UInt16(0x0A), UInt16(0x0D))
        var units = ManifestBeginning(bytes).units(of: bytes).makeIterator()
        while let unit = units.next() {
            if unit == lineFeed { return true }
            if unit == carriageReturn { return units.next() != nil }
        }
        return false
    }

    /// The text's code units: bytes of UTF-8, pairs of bytes of UTF-16.
    private func units(of bytes: [UInt8]) -> some Sequence<UInt16> {
        let (first, step) = (markBytes, encoding == .utf8 ? 1 : 2)
        return stride(from: first, to: bytes.count - step + 1, by: step).lazy.map { [encoding] place in
            switch encoding {
            case .utf8: UInt16(bytes[place])
            case .utf16(let isBigEndian):
                UInt16(bytes[place]) << (isBigEndian ? 8 : 0) | UInt16(bytes[place + 1]) << (isBigEndian ? 0 : 8)
            }
        }
    }

    init(_ bytes: [UInt8]) {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            markBytes = 3
        } else if bytes.starts(with: [0xFF, 0xFE]) {
            (encoding, markBytes) = (.utf16(isBigEndian: false), 2)
        } else if bytes.starts(with: [0xFE, 0xFF]) {
            (encoding, markBytes) = (.utf16(isBigEndian: true), 2)
        } else if bytes.starts(with: Array("PK\u{3}\u{4}".utf8)) || bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
            mistake = "this is a workbook or another archive; save its sheet as CSV (UTF-8)"
        }
    }

    /// How the fields of a CSV list are separated, and the length of a line in front that says so (`sep=;`); from the
    /// first bytes of its text.
    ///
    /// Where nothing says so, what stands in the header decides: where commas are decimal points, Excel writes semicolons.
    static func separator(of text: [UInt8]) -> (byte: UInt8, lineBytes: Int) {
        let line = text.prefix { $0 != 0x0A && $0 != 0x0D }
        if line.count == 5, line.prefix(4).map({ $0 | 0x20 }) == Array("sep=".utf8).map({ $0 | 0x20 }) {
            let isPair = text.dropFirst(5).starts(with: [0x0D, 0x0A])
            return (line[4], min(text.count, isPair ? 7 : 6))
        }
        let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
        return (candidates.first { line.contains($0) } ?? candidates[0], 0)
    }
}

/// Turns UTF-16 that comes in pieces into UTF-8.
struct UTF16Reader: Sendable {
    private let isBigEndian: Bool
    private var half: UInt8?
    private var high: UInt16?

    init(isBigEndian: Bool) { self.isBigEndian = isBigEndian }

    /// The UTF-8 of `bytes`, the next piece; U+FFFD for halves of characters that stand alone.
    mutating func read(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        for byte in bytes {
            guard let first = half else {
                half = byte
                continue
            }
            half = nil
            let unit = isBigEndian ? UInt16(first) << 8 | UInt16(byte) : UInt16(byte) << 8 | UInt16(first)
            take(unit, &text)
        }
        return text
    }

    private mutating func take(_ unit: UInt16, _ text: inout [UInt8]) {
        if let high {
            self.high = nil
            if UTF16.isTrailSurrogate(unit) {
                let value = 0x10000 + (UInt32(high - 0xD800) << 10 | UInt32(unit - 0xDC00))
                return Self.append(Unicode.Scalar(value), &text)
            }
            Self.append(nil, &text)
        }
        if UTF16.isLeadSurrogate(unit) {
            high = unit
        } else {
            Self.append(Unicode.Scalar(unit), &text)
        }
    }

    private static func append(_ scalar: Unicode.Scalar?, _ text: inout [UInt8]) {
        text += Array(String(scalar ?? "\u{FFFD}").utf8)
    }
}

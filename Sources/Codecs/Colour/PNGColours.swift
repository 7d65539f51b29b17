/// What the chunks of a PNG file before its first pixels say about its colours (PNG, third edition, 11.3.2).
struct PNGColours {
    /// Primaries and curve by number, for full-range RGB; anything else is ignored.
    var codePoints: (primaries: Int, transfer: Int)?
    var hasProfile = false
    var isMarkedAsSRGB = false
    /// The power that makes samples of light.
    var gamma: Double?
    var primaries: Primaries?

    /// Empty if it is not a PNG file. Cost: a look at each chunk.
    init(of bytes: [UInt8], steps: WalkSteps? = nil) {
        let reader = NumberReader(bytes: bytes, isBigEndian: true, steps: steps)
        var offset = 8
        while let length = reader.number(at: offset, size: 4), length <= bytes.count - offset - 8 {
            let name = reader.name(at: offset + 4)
            if name == "IDAT" || name.isEmpty { return }
            read(name, reader, (offset + 8)..<(offset + 8 + length))
            offset += 12 + length
        }
    }

    /// Whether the picture is sRGB, as far as this says; a profile may say something else.
    var meansSRGB: Bool {
        if let codePoints { return codePoints.primaries == 1 && TransferCurve(code: codePoints.transfer) == .sRGB }
        return isMarkedAsSRGB || curve == nil && primaries == nil
    }

    /// The curve of a gamma: `nil` for sRGB's, which is written as 0.45455.
    ///
    /// Values that differ by less than a twentieth count as equal, as in libpng.
    var curve: TransferCurve? {
        guard let gamma, abs(gamma / 2.2 - 1) > 0.05 else { return nil }
        return .power(gamma)
    }

    private mutating func read(_ name: String, _ reader: NumberReader, _ content: Range<Int>) {
        func number(_ index: Int) -> Int { reader.number(at: content.lowerBound + 4 * index, size: 4) ?? 0 }
        switch name {
        case "iCCP": hasProfile = true
        case "sRGB": isMarkedAsSRGB = true
        case "cICP" where content.count == 4 && codePoints == nil:
            let values = reader.bytes[content].map(Int.init)
            if values[2] == 0, values[3] == 1 { codePoints = (values[0], values[1]) }
        case "gAMA" where content.count == 4:
            let written = Double(number(0)) / 100_000
            // Others are mistakes: black or white pictures.
            if (0.1...10).contains(written) { gamma = 1 / written }
        case "cHRM" where content.count == 32:
            let values = (0..<8).map { Double(number($0)) / 100_000 }
            let stated = Primaries(
                (values[2], values[3]), (values[4], values[5]), (values[6], values[7]), white: (values[0], values[1]))
            if !stated.areSRGB, stated.adapted != nil { primaries = stated }
        default: break
        }
    }
}

/// ICC profiles made from primaries and a curve (ICC.1:2022, version 4). They express whatever else a file says about
/// its colours, and are converted, kept and written like a profile from the file.
enum MadeProfile {
    /// For red, green and blue; `nil` if the primaries can't be mixed to their white.
    static func rgb(_ primaries: Primaries, _ curve: TransferCurve, name: String) -> [UInt8]? {
        guard let (columns, adaptation) = primaries.adapted else { return nil }
        let curve = tag(curve)
        return file(
            tags: described(name, adaptation) + [
                ("rXYZ", xyz(columns[0])), ("gXYZ", xyz(columns[1])), ("bXYZ", xyz(columns[2])),
                ("rTRC", curve), ("gTRC", curve), ("bTRC", curve),
            ])
    }

    private static let d50 = [0.9642, 1, 0.8249]
    /// Steps of a curve that has no formula; the linear end of the sample's curve takes 16 bits.
    private static let steps = 4096

    private static func described(_ name: String, _ adaptation: [[Double]]) -> [(String, [UInt8])] {
        [
            ("desc", text(name)), ("cprt", text("No rights reserved")), ("wtpt", xyz(d50)),
            ("chad", Array("sf32\0\0\0\0".utf8) + adaptation.flatMap(\.self).flatMap(fixed)),
        ]
    }

    private static func file(tags: [(name: String, content: [UInt8])]) -> [UInt8] {
        var (table, data) = (number(tags.count), [UInt8]())
        let start = 128 + 4 + 12 * tags.count
        var places: [[UInt8]: Int] = [:]
        for tag in tags {
            // Tags with the same content share it.
            let place = places[tag.content] ?? start + data.count
            if places[tag.content] == nil {
                places[tag.content] = place
                data += tag.content
                while data.count % 4 != 0 { data.append(0) }
            }
            table += Array(tag.name.utf8) + number(place) + number(tag.content.count)
        }
        var header = number(start + data.count) + number(0) + number(0x0430_0000)
        header += Array("mntrRGB XYZ ".utf8)
        // The day on which it was made: always the same, so that equal pictures have equal files.
        header += [2000, 1, 1, 0, 0, 0].flatMap { number($0, bytes: 2) }
        header += Array("acsp".utf8) + [UInt8](repeating: 0, count: 24)
        // Relative colorimetric.
        header += number(1) + d50.flatMap(fixed)
        header += [UInt8](repeating: 0, count: 128 - header.count)
        return header + table + data
    }

    private static func text(_ text: String) -> [UInt8] {
        let letters = text.utf16.flatMap { number(Int($0), bytes: 2) }
        return Array("mluc\0\0\0\0".utf8) + number(1) + number(12) + Array("enUS".utf8) + number(letters.count)
            + number(28)
            + letters
    }

    private static func xyz(_ values: [Double]) -> [UInt8] { Array("XYZ \0\0\0\0".utf8) + values.flatMap(fixed) }

    private static func tag(_ curve: TransferCurve) -> [UInt8] {
        switch curve {
        case .power(let exponent): parametric(0, [exponent])
        case .sRGB: parametric(3, [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045])
        case .perceptualQuantiser, .hybridLogGamma:
            Array("curv\0\0\0\0".utf8) + number(steps)
                + (0..<steps).flatMap { step in
                    let light = curve.light(Double(step) / Double(steps - 1))
                    return number(Int((light * 65_535).rounded()), bytes: 2)
                }
        }
    }

    private static func parametric(_ kind: Int, _ values: [Double]) -> [UInt8] {
        Array("para\0\0\0\0".utf8) + number(kind, bytes: 2) + [0, 0] + values.flatMap(fixed)
    }

    private static func fixed(_ value: Double) -> [UInt8] {
        number(Int(UInt32(bitPattern: Int32((value * 65_536).rounded()))))
    }

    private static func number(_ value: Int, bytes: Int = 4) -> [UInt8] {
        (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * (bytes - 1 - $0))) }
    }
}

import Foundation

/// Recognises ICC profiles that are sRGB, whatever their name (ICC.1:2022).
enum StandardProfile {
    /// The colorants of sRGB (IEC 61966-2-1), adapted to D50.
    private static let colorants: [(tag: String, xyz: [Double])] = [
        ("rXYZ", [0.43607, 0.22249, 0.01392]), ("gXYZ", [0.38515, 0.71687, 0.09708]),
        ("bXYZ", [0.14307, 0.06061, 0.71410]),
    ]
    /// Colorants of writers differ in the fourth decimal; those of the next colour space by hundredths.
    private static let colorantTolerance = 0.002
    /// A quarter of an 8-bit level.
    private static let curveTolerance = 0.001

    /// Whether `profile` is a matrix profile with the primaries and the curve of sRGB.
    static func isSRGB(_ profile: [UInt8]) -> Bool { isSRGB(NumberReader(bytes: profile, isBigEndian: true)) }

    /// As above; each look is a step of the reader's walk.
    static func isSRGB(_ profile: NumberReader) -> Bool {
        let reader = Tags(reader: profile)
        guard reader.text(at: 16) == "RGB ", reader.text(at: 20) == "XYZ ", reader.range(of: "A2B0") == nil else {
            return false
        }
        for (tag, xyz) in colorants {
            guard let range = reader.range(of: tag), range.count >= 20 else { return false }
            let found = (0..<3).map { reader.fixed(at: range.lowerBound + 8 + 4 * $0) }
            guard zip(found, xyz).allSatisfy({ abs($0 - $1) < colorantTolerance }) else { return false }
        }
        return ["rTRC", "gTRC", "bTRC"].allSatisfy { tag in
            guard let range = reader.range(of: tag), let curve = reader.curve(range) else { return false }
            return stride(from: 0.0, through: 1.0, by: 1.0 / 32).allSatisfy {
                abs(encoded(curve($0)) - $0) < curveTolerance
            }
        }
    }

    /// IEC 61966-2-1: from light to the sample.
    private static func encoded(_ light: Double) -> Double {
        light <= 0.0031308 ? light * 12.92 : 1.055 * pow(light, 1 / 2.4) - 0.055
    }

    /// The tags of a profile; whatever lies past its end reads as 0.
    private struct Tags {
        private static let firstTag = 132
        private static let tagBytes = 12
        private static let mostTags = 100

        let reader: NumberReader

        func number(at place: Int, bytes count: Int) -> Int { reader.number(at: place, size: count) ?? 0 }

        func fixed(at place: Int) -> Double { Double(Int32(truncatingIfNeeded: number(at: place, bytes: 4))) / 65_536 }

        func text(at place: Int) -> String { reader.name(at: place) }

        func range(of tag: String) -> Range<Int>? {
            let present = max(reader.bytes.count - Self.firstTag, 0) / Self.tagBytes
            for index in 0..<min(number(at: 128, bytes: 4), Self.mostTags, present) {
                let entry = Self.firstTag + Self.tagBytes * index
                guard text(at: entry) == tag else { continue }
                let (start, count) = (number(at: entry + 4, bytes: 4), number(at: entry + 8, bytes: 4))
                return start + count <= reader.bytes.count ? start..<start + count : nil
            }
            return nil
        }

        /// The curve from sample to light, both 0…1; `nil` for kinds that sRGB is not written with.
        func curve(_ range: Range<Int>) -> ((Double) -> Double)? {
            let place = range.lowerBound
            switch text(at: place) {
            case "curv":
                let count = number(at: place + 8, bytes: 4)
                guard count >= 64, 12 + 2 * count <= range.count else { return nil }
                return { sample in
                    let at = sample * Double(count - 1)
                    let (low, high) = (Int(at), min(Int(at) + 1, count - 1))
                    let (first, second) = (entry(place, low), entry(place, high))
                    return first + (second - first) * (at - Double(low))
                }
            case "para" where number(at: place + 8, bytes: 2) == 3:
                let p = (0..<5).map { fixed(at: place + 12 + 4 * $0) }
                return { $0 >= p[4] ? pow(p[1] * $0 + p[2], p[0]) : p[3] * $0 }
            default: return nil
            }
        }

        private func entry(_ place: Int, _ index: Int) -> Double {
            Double(number(at: place + 12 + 2 * index, bytes: 2)) / 65_535
        }
    }
}

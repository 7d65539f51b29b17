/// The fields of an EXIF block that tell how a picture was taken (CIPA DC-008: Exif 2.32), by their names.
///
/// Numbers are written as the fields hold them: `1/250`, `4`, several with blanks between. Directories of other kinds, makers' own notes and
/// coordinates are left out.
package struct ExifFields: Sendable, Hashable {
    /// By name, such as `Make` or `FNumber`.
    package private(set) var values: [String: String] = [:]

    private static let names: [Int: String] = [
        0x010E: "ImageDescription", 0x010F: "Make", 0x0110: "Model", 0x0112: "Orientation", 0x011A: "XResolution",
        0x011B: "YResolution", 0x0128: "ResolutionUnit", 0x0131: "Software", 0x0132: "DateTime", 0x013B: "Artist",
        0x8298: "Copyright", 0x829A: "ExposureTime", 0x829D: "FNumber", 0x8822: "ExposureProgram",
        0x8827: "ISOSpeedRatings", 0x9003: "DateTimeOriginal", 0x9004: "DateTimeDigitized", 0x9010: "OffsetTime",
        0x9201: "ShutterSpeedValue", 0x9202: "ApertureValue", 0x9204: "ExposureBiasValue", 0x9207: "MeteringMode",
        0x9209: "Flash", 0x920A: "FocalLength", 0xA001: "ColorSpace", 0xA402: "ExposureMode", 0xA403: "WhiteBalance",
        0xA405: "FocalLengthIn35mmFilm", 0xA433: "LensMake", 0xA434: "LensModel",
    ]
    private static let subdirectory = 0x8769
    private static let maximumTextBytes = 2000
    private static let maximumNumbers = 8

    private let bytes: ArraySlice<UInt8>
    private let isLittleEndian: Bool

    /// The fields in `block`; none when it is damaged.
    package init(block: [UInt8]) {
        let marker = Array("Exif\0\0".utf8)
        bytes = block.starts(with: marker) ? block.dropFirst(marker.count) : block[...]
        isLittleEndian = bytes.starts(with: [0x49, 0x49])
        guard isLittleEndian || bytes.starts(with: [0x4D, 0x4D]), let first = number(at: 4, bytes: 4) else { return }
        if let second = readDirectory(at: first) { _ = readDirectory(at: second) }
    }

    /// Reads one directory; gives where the one about the exposure is, if this one says so.
    private mutating func readDirectory(at offset: Int) -> Int? {
        var subdirectory: Int?
        for index in 0..<(number(at: offset, bytes: 2) ?? 0) {
            let entry = offset + 2 + index * 12
            guard let tag = number(at: entry, bytes: 2), let type = number(at: entry + 2, bytes: 2),
                let count = number(at: entry + 4, bytes: 4)
            else { break }
            if tag == Self.subdirectory {
                subdirectory = number(at: entry + 8, bytes: 4)
            } else if let name = Self.names[tag], let text = text(type: type, count: count, valueAt: entry + 8),
                !text.isEmpty
            {
                values[name] = text
            }
        }
        return subdirectory
    }

    /// The value of an entry; `nil` for types that no field here has.
    private func text(type: Int, count: Int, valueAt place: Int) -> String? {
        let widths = [1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 9: 4, 10: 8]
        guard let width = widths[type], count > 0, count < 1 << 20,
            let start = count * width <= 4 ? place : number(at: place, bytes: 4)
        else { return nil }
        if type == 2 { return ascii(at: start, count: count) }
        let numbers = (0..<min(count, Self.maximumNumbers)).compactMap { self.value(type, at: start + $0 * width) }
        return numbers.joined(separator: " ")
    }

    private func value(_ type: Int, at offset: Int) -> String? {
        switch type {
        case 5, 10:
            guard let above = integer(type, at: offset), let below = integer(type, at: offset + 4) else { return nil }
            return below == 1 ? "\(above)" : "\(above)/\(below)"
        case 1: return number(at: offset, bytes: 1).map { "\($0)" }
        case 3: return number(at: offset, bytes: 2).map { "\($0)" }
        default: return integer(type, at: offset).map { "\($0)" }
        }
    }

    /// Four bytes; types 9 and 10 have a sign.
    private func integer(_ type: Int, at offset: Int) -> Int? {
        number(at: offset, bytes: 4).map { type >= 9 ? Int(Int32(truncatingIfNeeded: $0)) : $0 }
    }

    private func ascii(at start: Int, count: Int) -> String? {
        guard start >= 0, start <= bytes.count, count <= bytes.count - start else { return nil }
        let first = bytes.startIndex + start
        let text = String(
            decoding: bytes[first..<first + min(count, Self.maximumTextBytes)].prefix { $0 != 0 }, as: UTF8.self)
        let kept = text.unicodeScalars.filter { $0.properties.generalCategory != .control }
        return String(String.UnicodeScalarView(kept)).trimmed
    }

    private func number(at offset: Int, bytes count: Int) -> Int? {
        guard offset >= 0, offset <= bytes.count - count else { return nil }
        let digits = bytes[(bytes.startIndex + offset)..<(bytes.startIndex + offset + count)]
        return (isLittleEndian ? Array(digits.reversed()) : Array(digits)).reduce(0) { $0 << 8 | Int($1) }
    }
}

extension String {
    /// Without blanks at both ends.
    fileprivate var trimmed: String {
        let kept = drop(while: \.isWhitespace)
        guard let last = kept.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(kept[...last])
    }
}

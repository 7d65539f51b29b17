/// The name of an ICC profile: the text of its `desc` tag (ICC.1:2022, 9.2.41; in version 2 of type `desc`, in version 4 `mluc`).
package enum ProfileName {
    private static let headerBytes = 128
    private static let maximumTags = 200
    private static let maximumBytes = 400

    /// The first name in `profile`; `nil` when it is damaged or has none.
    package static func name(of profile: [UInt8]) -> String? {
        name(NumberReader(bytes: profile, isBigEndian: true))
    }

    /// As above; each look is a step of the reader's walk.
    static func name(_ profile: NumberReader) -> String? {
        guard let count = profile.number(at: headerBytes, size: 4) else { return nil }
        for index in 0..<min(count, maximumTags) {
            let entry = headerBytes + 4 + index * 12
            guard let signature = profile.number(at: entry, size: 4),
                let offset = profile.number(at: entry + 4, size: 4)
            else { return nil }
            if signature == code("desc") { return text(profile, at: offset) }
        }
        return nil
    }

    private static func text(_ profile: NumberReader, at offset: Int) -> String? {
        switch profile.number(at: offset, size: 4) {
        case code("desc"):
            guard let count = profile.number(at: offset + 8, size: 4),
                let bytes = slice(profile.bytes, offset + 12, min(count, maximumBytes))
            else { return nil }
            return named(String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self))
        case code("mluc"):
            guard let records = profile.number(at: offset + 8, size: 4), records > 0,
                let count = profile.number(at: offset + 20, size: 4),
                let start = profile.number(at: offset + 24, size: 4),
                let bytes = slice(profile.bytes, offset + start, min(count, maximumBytes) & ~1)
            else { return nil }
            let units = stride(from: bytes.startIndex, to: bytes.endIndex, by: 2).map {
                UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
            }
            return named(String(decoding: units.prefix { $0 != 0 }, as: UTF16.self))
        default: return nil
        }
    }

    private static func named(_ text: String) -> String? {
        let kept = text.unicodeScalars.filter { $0.properties.generalCategory != .control }
        return kept.isEmpty ? nil : String(String.UnicodeScalarView(kept))
    }

    private static func code(_ text: String) -> Int { text.utf8.reduce(0) { $0 << 8 | Int($1) } }

    private static func slice(_ profile: [UInt8], _ offset: Int, _ count: Int) -> ArraySlice<UInt8>? {
        guard offset >= 0, count >= 0, offset <= profile.count, count <= profile.count - offset else { return nil }
        return profile[offset..<offset + count]
    }
}

internal import ImageModel

/// Drawings in the form that librsvg accepts.
enum DrawingText {
    /// Before and after the letter that a search stops at.
    private static let (before, behind) = (Array("data:image/".utf8), Array("pg".utf8))

    /// The document in UTF-8, with embedded JPEG pictures under their registered name: browsers accept
    /// `data:image/jpg`, but librsvg 2.54 does not. Cost: a look at each byte, and a copy if something has to change.
    static func drawable(_ bytes: [UInt8]) -> [UInt8] {
        let text = UTF16Text.utf8Document(bytes)
        let places = text.indices.filter { text[$0] | 0x20 == UInt8(ascii: "j") && isShort(text, at: $0) }
        guard !places.isEmpty else { return text }
        var (result, kept) = ([UInt8](), 0)
        result.reserveCapacity(text.count + places.count)
        for place in places {
            result += text[kept...(place + 1)] + [UInt8(ascii: "e")]
            kept = place + 2
        }
        return result + text[kept...]
    }

    private static func isShort(_ text: [UInt8], at place: Int) -> Bool {
        guard place >= before.count, place + behind.count < text.count else { return false }
        return text[(place - before.count)..<place].lowercasedASCII.elementsEqual(before)
            && text[(place + 1)...(place + behind.count)].lowercasedASCII.elementsEqual(behind)
    }
}

extension ArraySlice<UInt8> {
    fileprivate var lowercasedASCII: some Sequence<UInt8> {
        lazy.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
    }
}

/// A pattern of keys: `*` stands for any text without a slash, `**` for any text, `?` for one character but a slash.
///
/// A pattern without a slash is about the last part of a key, as in `*.jpg`, wherever it lies.
package struct KeyPattern: Sendable, Hashable {
    private enum Part: Sendable, Hashable {
        case byte(UInt8)
        case one
        case many(crossesSlashes: Bool)
    }

    package let text: String
    private let parts: [Part]
    private let isAboutNames: Bool

    package init(_ text: String) {
        self.text = text
        isAboutNames = !text.contains("/")
        var parts: [Part] = []
        for byte in text.utf8 {
            switch (byte, parts.last) {
            case (UInt8(ascii: "*"), .many?): parts[parts.count - 1] = .many(crossesSlashes: true)
            case (UInt8(ascii: "*"), _): parts.append(.many(crossesSlashes: false))
            case (UInt8(ascii: "?"), _): parts.append(.one)
            default: parts.append(.byte(byte))
            }
        }
        self.parts = parts
    }

    /// Whether `key` is as the pattern says. Cost: the product of the lengths, whatever the pattern is.
    package func matches(_ key: String) -> Bool {
        let text = Array((isAboutNames ? key.split(separator: "/").last.map(String.init) ?? "" : key).utf8)
        // By part: which beginnings of the text the parts before it can stand for.
        var reached = [true] + [Bool](repeating: false, count: text.count)
        for part in parts {
            var next = [Bool](repeating: false, count: text.count + 1)
            switch part {
            case .byte(let byte):
                for index in text.indices where reached[index] && text[index] == byte { next[index + 1] = true }
            case .one:
                for index in text.indices where reached[index] && text[index] != UInt8(ascii: "/") {
                    next[Self.endOfCharacter(text, index)] = true
                }
            case .many(let crossesSlashes):
                for index in 0...text.count {
                    let goesOn =
                        index > 0 && next[index - 1] && (crossesSlashes || text[index - 1] != UInt8(ascii: "/"))
                    next[index] = reached[index] || goesOn
                }
            }
            reached = next
        }
        return reached[text.count]
    }

    /// Behind the UTF-8 sequence that begins at `index`.
    private static func endOfCharacter(_ text: [UInt8], _ index: Int) -> Int {
        var end = index + 1
        while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
        return end
    }
}

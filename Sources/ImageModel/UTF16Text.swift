/// Text in UTF-16 with a byte order mark, in which some tools write drawings.
package enum UTF16Text {
    /// Whether `bytes` begin with a byte order mark of UTF-16, and not of UTF-32.
    package static func isMarked(_ bytes: some Collection<UInt8>) -> Bool { isLittleEndian(bytes) != nil }

    /// The same text in UTF-8, without the mark; other bytes as they are. Half of a pair becomes U+FFFD, and a last odd byte goes.
    package static func utf8(_ bytes: some Collection<UInt8>) -> [UInt8] {
        let bytes = Array(bytes)
        guard let isLittleEndian = isLittleEndian(bytes) else { return bytes }
        let units = stride(from: 2, to: bytes.count - 1, by: 2).map { place in
            isLittleEndian
                ? UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8
                : UInt16(bytes[place]) << 8 | UInt16(bytes[place + 1])
        }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }

    /// The same of a document of XML, whose declaration, which names the encoding, goes, too.
    package static func utf8Document(_ bytes: [UInt8]) -> [UInt8] {
        guard isMarked(bytes) else { return bytes }
        let text = utf8(bytes)
        guard text.starts(with: "<?xml".utf8), text.dropFirst(5).first.map({ $0 <= 0x20 }) == true,
            let end = text.firstIndex(of: UInt8(ascii: ">"))
        else { return text }
        return Array(text[(end + 1)...])
    }

    private static func isLittleEndian(_ bytes: some Collection<UInt8>) -> Bool? {
        let head = Array(bytes.prefix(4))
        if head.starts(with: [0xFE, 0xFF]) { return false }
        return head.starts(with: [0xFF, 0xFE]) && !head.dropFirst(2).elementsEqual([0, 0]) ? true : nil
    }
}

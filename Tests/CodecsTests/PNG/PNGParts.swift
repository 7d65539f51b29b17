/// PNG files put together by hand.
enum PNGParts {
    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10]
    static let end = chunk("IEND", [])

    static func number(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(value >> (24 - 8 * $0) & 0xFF) } }

    /// CRC-32 bit by bit (PNG 1.2, section 3.4).
    static func sum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
    }

    static func chunk(_ type: String, _ content: [UInt8]) -> [UInt8] {
        let body = Array(type.utf8) + content
        return number(UInt32(content.count)) + body + number(sum(body))
    }

    /// The chunks of a sound file.
    static func chunks(of file: [UInt8]) -> [(type: String, content: [UInt8])] {
        var (chunks, place): ([(String, [UInt8])], Int) = ([], 8)
        while place + 12 <= file.count {
            let count = file[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
            let type = String(decoding: file[place + 4..<place + 8], as: UTF8.self)
            chunks.append((type, Array(file[place + 8..<place + 8 + count])))
            place += 12 + count
        }
        return chunks
    }

    /// The same file, but for what `change` makes of zlib's stream, which is in one chunk then.
    static func file(_ file: [UInt8], changing change: ([UInt8]) -> [UInt8]) -> [UInt8] {
        let chunks = chunks(of: file)
        let before = chunks.prefix { $0.type != "IDAT" }.flatMap { chunk($0.type, $0.content) }
        let stream = chunks.filter { $0.type == "IDAT" }.flatMap(\.content)
        return signature + before + chunk("IDAT", change(stream)) + end
    }
}

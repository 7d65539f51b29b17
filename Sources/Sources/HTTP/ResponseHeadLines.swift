import Cryptography
import NIOCore

/// Passes the head of an answer on, line by line, in a form that NIO's parser accepts without loss.
///
/// The parser reads field values as UTF-8 and replaces other bytes with U+FFFD, so `Location: /gr\xFCn.png` would lead
/// nowhere: here, such bytes become `%FC`. It also refuses a `Content-Length` that occurs twice, even with the same
/// value, which RFC 9110, section 8.6, lets a recipient accept.
struct ResponseHeadLines {
    /// The part of a field that has not ended yet. The status line is passed on as it arrives.
    private var line: [UInt8] = []
    private var isInStatusLine = true
    private var hasStatusLine = false
    private var contentLength: [UInt8]?

    /// The rest of a field that never ended.
    var unfinished: [UInt8] { line }

    /// Moves bytes of the head from `bytes` to `head`; `true` once its last line, the empty one, has been moved.
    mutating func read(_ bytes: inout ByteBuffer, into head: inout ByteBuffer) -> Bool {
        while bytes.readableBytes > 0 {
            let view = bytes.readableBytesView
            let end = view.firstIndex(of: UInt8(ascii: "\n"))
            let count = end.map { view.distance(from: view.startIndex, to: $0) + 1 } ?? view.count
            guard let part = bytes.readBytes(length: count) else { return false }
            if isInStatusLine {
                head.writeBytes(part)
                // Empty lines before the status line are not part of the head.
                hasStatusLine = hasStatusLine || part.contains { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
                isInStatusLine = end == nil || !hasStatusLine
                continue
            }
            line += part
            guard end != nil else { continue }
            if let mended = mend(line) { head.writeBytes(mended) }
            defer { line = [] }
            if line == [UInt8(ascii: "\n")] || line == [UInt8(ascii: "\r"), UInt8(ascii: "\n")] { return true }
        }
        return false
    }

    /// `line` as the parser should see it; `nil` for one that only repeats another.
    private mutating func mend(_ line: [UInt8]) -> [UInt8]? {
        if let length = Self.contentLength(line) {
            guard contentLength != length else { return nil }
            contentLength = length
        }
        guard line.contains(where: { $0 >= 0x80 }), String(validating: line, as: UTF8.self) == nil else { return line }
        return line.flatMap { $0 < 0x80 ? [$0] : PercentCoding.encoded($0) }
    }

    private static func contentLength(_ line: [UInt8]) -> [UInt8]? {
        let name = Array("content-length".utf8)
        // 0x20 converts letters to lower case, and does not change the hyphen.
        guard line.count > name.count, line[name.count] == UInt8(ascii: ":"),
            zip(line, name).allSatisfy({ $0 | 0x20 == $1 })
        else { return nil }
        return line[(name.count + 1)...].filter { $0 > 0x20 }
    }
}

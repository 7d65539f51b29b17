import Foundation

/// The segments of a JPEG file that have a length, in their order, to the end of the picture or of what can be read
/// (ITU-T T.81, annex B). Coded bytes behind a scan's header are passed over when the next segment is asked for.
struct JPEGSegments: Sequence, IteratorProtocol {
    struct Segment {
        let bytes: [UInt8]
        let marker: UInt8
        /// What the file says, with the two bytes of the length itself.
        let length: Int
        /// What stands behind the length, as far as it is there.
        let body: Range<Int>

        /// A byte of the body; `nil` past its end.
        func byte(at place: Int) -> Int? { place < body.count ? Int(bytes[body.lowerBound + place]) : nil }

        func begins(with name: [UInt8]) -> Bool { bytes[body].starts(with: name) }
    }

    static let app1: UInt8 = 0xE1
    static let app2: UInt8 = 0xE2
    static let startOfScan: UInt8 = 0xDA
    /// What a segment with a part of an ICC profile begins with (ICC.1:2022, annex B.4).
    static let profileName = Array("ICC_PROFILE\0".utf8)

    private let bytes: [UInt8]
    private var offset = 2
    private var isInScan = false

    init(of bytes: [UInt8]) { self.bytes = bytes }

    mutating func next() -> Segment? {
        if isInScan { offset = Self.endOfScan(bytes, from: offset) }
        isInScan = false
        while offset + 4 <= bytes.count, bytes[offset] == 0xFF {
            let marker = bytes[offset + 1]
            switch marker {
            case 0xFF: offset += 1
            case 0xD9: return nil
            case 0xD0...0xD8, 0x01: offset += 2
            default:
                let length = Int(bytes[offset + 2]) << 8 | Int(bytes[offset + 3])
                let end = offset + 2 + Swift.max(length, 2)
                defer { offset = end }
                isInScan = marker == Self.startOfScan
                return Segment(
                    bytes: bytes, marker: marker, length: length,
                    body: (offset + 4)..<Swift.max(offset + 4, Swift.min(end, bytes.count)))
            }
        }
        return nil
    }

    /// Where the next marker is that ends the coded bytes: none of those that stand among them.
    ///
    /// By the C library's search: megabytes of a progressive file are looked through here.
    private static func endOfScan(_ bytes: [UInt8], from start: Int) -> Int {
        unsafe bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return buffer.count }
            var offset = Swift.min(start, buffer.count)
            while let found = unsafe memchr(base + offset, 0xFF, buffer.count - offset) {
                let mark = unsafe base.distance(to: UnsafeRawPointer(found))
                guard mark + 1 < buffer.count else { break }
                let next = unsafe buffer[mark + 1]
                if next != 0, !(0xD0...0xD7).contains(next) { return mark }
                offset = mark + 2
            }
            return buffer.count
        }
    }
}

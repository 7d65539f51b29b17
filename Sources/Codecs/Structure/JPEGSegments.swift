import Foundation

/// The segments of a JPEG file that have a length, in order, up to the end of the picture or of what can be read (ITU-T
/// T.81, annex B). Coded bytes after a scan's header are skipped when the next segment is requested; so is what
/// decoders skip: bytes between two segments, and fill bytes before a marker.
struct JPEGSegments: Sequence, IteratorProtocol {
    struct Segment {
        let bytes: [UInt8]
        let marker: UInt8
        /// What the file says, including the two bytes of the length itself.
        let length: Int
        /// What follows the length, as far as it exists.
        let body: Range<Int>

        /// A byte of the body; `nil` past its end.
        func byte(at place: Int) -> Int? { place < body.count ? Int(bytes[body.lowerBound + place]) : nil }

        func begins(with name: [UInt8]) -> Bool { bytes[body].starts(with: name) }

        /// Whether libvips takes it for EXIF; it reads the first one.
        var isEXIF: Bool { marker == app1 && body.count > exifName.count && begins(with: exifName) }
    }

    static let app1: UInt8 = 0xE1
    static let app2: UInt8 = 0xE2
    static let startOfScan: UInt8 = 0xDA
    /// What a segment with a part of an ICC profile begins with (ICC.1:2022, annex B.4).
    static let profileName = Array("ICC_PROFILE\0".utf8)
    private static let exifName = Array("Exif".utf8)

    /// Whether `bytes`, a progressive file, are whole and have only DC scans: libjpeg smooths such pictures, and our
    /// decoder does not. Cost: a search up to the first other scan, usually the second one.
    static func haveMeansAlone(_ bytes: [UInt8]) -> Bool {
        guard bytes.suffix(2) == [0xFF, endOfImage] else { return false }
        for segment in JPEGSegments(of: bytes) where segment.marker == startOfScan {
            // After the components: the first and the last coefficient, Ss and Se (B.2.3).
            guard let components = segment.byte(at: 0), segment.byte(at: 2 * components + 2) == 0 else { return false }
        }
        return true
    }

    private static let endOfImage: UInt8 = 0xD9
    private static let restarts: ClosedRange<UInt8> = 0xD0...0xD7
    private static let withoutLength: Set<UInt8> = Set([0x00, 0x01, 0xD8] + restarts)

    private let bytes: [UInt8]
    private let steps: WalkSteps
    private var offset = 2
    private var isInScan = false

    /// Without `steps`, the walk has its own.
    init(of bytes: [UInt8], steps: WalkSteps? = nil) {
        self.bytes = bytes
        self.steps = steps ?? WalkSteps(over: bytes.count)
    }

    mutating func next() -> Segment? {
        if isInScan { offset = endOfScan() }
        isInScan = false
        while let marker = nextMarker(), marker != Self.endOfImage {
            if Self.withoutLength.contains(marker) { continue }
            guard offset + 2 <= bytes.count else { break }
            let length = Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
            let body = (offset + 2)..<Swift.min(offset + Swift.max(length, 2), bytes.count)
            offset = body.upperBound
            isInScan = marker == Self.startOfScan
            return Segment(bytes: bytes, marker: marker, length: length, body: body)
        }
        offset = bytes.count
        return nil
    }

    /// The code of the next marker; `offset` is after it then.
    private mutating func nextMarker() -> UInt8? {
        guard steps.take(), let mark = Self.mark(bytes, from: offset) else { return nil }
        offset = mark
        while offset < bytes.count, bytes[offset] == 0xFF { offset += 1 }
        guard offset < bytes.count else { return nil }
        offset += 1
        return bytes[offset - 1]
    }

    /// Where the next byte 0xFF is.
    private static func mark(_ bytes: [UInt8], from start: Int) -> Int? {
        // Where there should be one.
        if start < bytes.count, bytes[start] == 0xFF { return start }
        return unsafe bytes.withUnsafeBytes { buffer in
            guard start < buffer.count, let base = buffer.baseAddress,
                let found = unsafe memchr(base + start, 0xFF, buffer.count - start)
            else { return nil }
            return unsafe base.distance(to: UnsafeRawPointer(found))
        }
    }

    /// Where the next marker is that ends the coded bytes: not one that may occur among them, and not one without a
    /// length (below 0xC0) that libjpeg skips when it looks for a restart.
    ///
    /// Uses the C library's search: megabytes of a progressive file are searched here.
    private func endOfScan() -> Int {
        unsafe bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return buffer.count }
            var place = Swift.min(offset, buffer.count)
            while steps.take(), let found = unsafe memchr(base + place, 0xFF, buffer.count - place) {
                let mark = unsafe base.distance(to: UnsafeRawPointer(found))
                guard mark + 1 < buffer.count else { break }
                let next = unsafe buffer[mark + 1]
                // If there are several such bytes, the last one begins the marker.
                if next == 0xFF {
                    place = mark + 1
                } else if next < 0xC0 || Self.restarts.contains(next) {
                    place = mark + 2
                } else {
                    return mark
                }
            }
            return buffer.count
        }
    }
}

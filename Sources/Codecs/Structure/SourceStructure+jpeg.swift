import Foundation

// JPEG: segments that begin with a marker (ITU-T T.81, annex B).

extension SourceStructure {
    private static let profileName = Array("ICC_PROFILE\0".utf8)

    mutating func countJPEG(_ bytes: [UInt8]) {
        var offset = 2
        var frame = (isProgressive: false, components: 0)
        while offset + 4 <= bytes.count, bytes[offset] == 0xFF {
            let marker = bytes[offset + 1]
            if marker == 0xFF {
                offset += 1
                continue
            }
            if marker == 0xD9 { return }
            if (0xD0...0xD8).contains(marker) || marker == 0x01 {
                offset += 2
                continue
            }
            let length = Int(bytes[offset + 2]) << 8 | Int(bytes[offset + 3])
            let (body, end) = (offset + 4, offset + 2 + max(length, 2))
            switch marker {
            case 0xE2 where bytes[min(body, bytes.count)...].starts(with: Self.profileName): profileBytes += length
            case 0xE0...0xEF, 0xFE: metadataBytes += length
            case 0xC0...0xCF where ![0xC4, 0xC8, 0xCC].contains(marker):
                frame = (marker & 3 == 2, body + 5 < bytes.count ? Int(bytes[body + 5]) : 0)
            case 0xDA:
                scans += 1
                // One scan with everything is all of the file.
                guard frame.isProgressive || body < bytes.count && Int(bytes[body]) < frame.components else { return }
                offset = Self.endOfScan(bytes, from: end)
                continue
            default: break
            }
            offset = end
        }
    }

    /// Where the next marker is that ends the coded bytes: none of those that stand among them.
    ///
    /// By the C library's search: megabytes of a progressive file are looked through here.
    private static func endOfScan(_ bytes: [UInt8], from start: Int) -> Int {
        unsafe bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return buffer.count }
            var offset = min(start, buffer.count)
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

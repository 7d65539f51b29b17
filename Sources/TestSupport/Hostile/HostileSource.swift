import Testing

/// A picture that keeps whoever reads it busy, or takes him in.
package struct HostileSource: Sendable, CustomTestStringConvertible {
    package let name: String
    /// Made when it is asked for: some have megabytes.
    package let bytes: @Sendable () throws -> [UInt8]

    package var testDescription: String { name }

    init(_ name: String, _ bytes: @escaping @Sendable () throws -> [UInt8]) {
        (self.name, self.bytes) = (name, bytes)
    }

    /// All of them, those of one format beside each other.
    package static let all = jpegs + pngs + webps + gifs + tiffs + boxes + bitmaps + drawings

    static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

    static func times(_ count: Int, _ part: [UInt8]) -> [UInt8] { Array(repeatElement(part, count: count).joined()) }

    /// Directories of EXIF that lead back, in both orders of bytes.
    static let exifLoops: [(name: String, block: [UInt8])] = [true, false].map { isBigEndian in
        let name = "EXIF loop, \(isBigEndian ? "big" : "little")-endian"
        return (name, FileBytes(isBigEndian: isBigEndian).exifLoop(pointers: 5000))
    }
}

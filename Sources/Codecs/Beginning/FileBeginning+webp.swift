// WebP: chunks of a RIFF file (Google's WebP container specification). Size and profile come before the pixels, EXIF
// after them.

extension FileBeginning {
    private static let headerBytes = 12
    private static let chunkHeaderBytes = 8
    /// Bits of the first byte of `VP8X`.
    private static let exifFlag: UInt8 = 0x08
    private static let animationFlag: UInt8 = 0x02
    /// Bytes of a truncated picture that its decoder needs for the size.
    private static let leastPictureBytes = 32

    static func closedWebP(_ bytes: [UInt8], _ needs: Needs, _ steps: WalkSteps) -> [UInt8]? {
        let reader = NumberReader(bytes: bytes, isBigEndian: false, steps: steps)
        var closed = bytes
        var (offset, flags, hasEXIF) = (headerBytes, UInt8(0), false)
        while let length = reader.number(at: offset + 4, size: 4) {
            let (name, body) = (reader.name(at: offset), offset + chunkHeaderBytes)
            let end = body + length + length % 2
            if name == "VP8X" { flags = body < bytes.count ? bytes[body] : 0 }
            guard end <= bytes.count else {
                // A picture may end early; anything else is left out.
                if name == "VP8 " || name == "VP8L" {
                    let rest = (bytes.count - body) / 2 * 2
                    guard rest >= leastPictureBytes else { return nil }
                    NumberReader.put(rest, into: &closed, at: offset + 4, size: 4, isBigEndian: false)
                    offset = body + rest
                }
                break
            }
            hasEXIF = hasEXIF || name == "EXIF"
            offset = end
        }
        guard flags & exifFlag == 0 || hasEXIF, flags & animationFlag == 0 || !needs.frames else { return nil }
        closed.removeSubrange(offset...)
        NumberReader.put(offset - chunkHeaderBytes, into: &closed, at: 4, size: 4, isBigEndian: false)
        return closed
    }
}

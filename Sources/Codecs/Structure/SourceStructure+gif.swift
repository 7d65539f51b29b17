// GIF: blocks that begin with a byte of their own, and hold sub-blocks of up to 255 bytes (GIF89a specification).

extension SourceStructure {
    mutating func countGIF(_ bytes: [UInt8], _ steps: WalkSteps) {
        guard bytes.count > 13 else { return }
        var offset = 13 + Self.tableBytes(bytes[10])
        while offset < bytes.count, steps.take() {
            switch bytes[offset] {
            case 0x21:
                // 0xF9 says how a frame is shown; the others are for people and programs.
                let isMetadata = offset + 1 < bytes.count && bytes[offset + 1] != 0xF9
                let end = Self.endOfBlocks(bytes, from: offset + 2, steps)
                if isMetadata { metadataBytes += end - offset }
                offset = end
            case 0x2C:
                guard offset + 9 < bytes.count else { return }
                frames += 1
                offset = Self.endOfBlocks(bytes, from: offset + 11 + Self.tableBytes(bytes[offset + 9]), steps)
            default: return
            }
        }
    }

    /// Bytes of the colour table that a byte of flags announces.
    static func tableBytes(_ flags: UInt8) -> Int { flags & 0x80 == 0 ? 0 : 6 << (flags & 7) }

    static func endOfBlocks(_ bytes: [UInt8], from start: Int, _ steps: WalkSteps) -> Int {
        var offset = start
        while offset < bytes.count, bytes[offset] != 0, steps.take() { offset += 1 + Int(bytes[offset]) }
        return min(offset + 1, bytes.count)
    }
}

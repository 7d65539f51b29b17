// PNG (chunks of length, name, content and checksum) and WebP (chunks of name, length and content).

extension SourceStructure {
    /// Counting stops at this many bytes; limits above it count only up to here.
    private static let mostExpandedBytes = 1 << 28

    /// Counts the PNG file in `range`, which begins with its signature.
    mutating func countPNG(_ reader: NumberReader, in range: Range<Int>) {
        var offset = range.lowerBound + 8
        while offset + 8 <= range.upperBound, let length = reader.number(at: offset, size: 4) {
            let end = min(offset + 8 + length, range.upperBound)
            let content = reader.bytes[(offset + 8)..<end]
            switch reader.name(at: offset + 4) {
            case "tEXt":
                texts += 1
                metadataBytes += length
            case "zTXt":
                texts += 1
                metadataBytes += max(length, expandedBytes(Self.behindName(content).dropFirst(), reader.steps))
            case "iTXt":
                texts += 1
                metadataBytes += max(length, expandedBytes(Self.compressedText(content), reader.steps))
            case "eXIf":
                metadataBytes += length
                countEXIF(content, reader.steps)
            case "iCCP":
                profileBytes += max(length, expandedBytes(Self.behindName(content).dropFirst(), reader.steps))
            case "IEND": return
            default: break
            }
            offset += 12 + length
        }
    }

    /// What follows the name at the start of a chunk, and its zero.
    private static func behindName(_ content: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        content.firstIndex(of: 0).map { content[($0 + 1)...] } ?? []
    }

    /// The compressed text of an `iTXt` chunk, after its two flags and two more names (PNG, 11.3.3.4); empty if it is
    /// not compressed.
    private static func compressedText(_ content: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let flags = behindName(content)
        guard let isCompressed = flags.first, isCompressed != 0 else { return [] }
        return behindName(behindName(flags.dropFirst(2)))
    }

    private func expandedBytes(_ stream: ArraySlice<UInt8>, _ steps: WalkSteps) -> Int {
        guard metadataBytes + profileBytes < Self.mostExpandedBytes else { return 0 }
        return DeflateLength.bytes(of: stream, steps)
    }

    mutating func countWebP(_ reader: NumberReader) {
        var offset = 12
        while let length = reader.number(at: offset + 4, size: 4) {
            let start = offset + 8
            switch reader.name(at: offset) {
            case "ANMF": frames += 1
            case "ICCP": profileBytes += length
            case "EXIF":
                metadataBytes += length
                countEXIF(reader.bytes[start..<min(start + length, reader.bytes.count)], reader.steps)
            case "XMP ": metadataBytes += length
            default: break
            }
            offset = start + length + length % 2
        }
    }
}

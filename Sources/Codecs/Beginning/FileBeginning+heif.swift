// AVIF and HEIC: boxes (ISO/IEC 14496-12, 4.2). All facts are in `meta`; EXIF is in the data, at a place that `meta`
// names.

extension FileBeginning {
    static func closedHEIF(_ bytes: [UInt8], _ steps: WalkSteps) -> [UInt8]? {
        var file = bytes
        let reader = NumberReader(bytes: bytes, isBigEndian: true, steps: steps)
        var (offset, metadata) = (0, Range<Int>?.none)
        while let short = reader.number(at: offset, size: 4), offset + 8 <= bytes.count {
            let type = reader.name(at: offset + 4)
            // 1: the length follows in eight bytes; 0: to the end of the file.
            let isLong = short == 1
            guard let length = isLong ? reader.number(at: offset + 8, size: 8) : short else { return nil }
            guard length > 0, length <= bytes.count - offset else {
                guard type == "mdat" else { return nil }
                let field = isLong ? (offset: offset + 8, size: 8) : (offset: offset, size: 4)
                NumberReader.put(
                    bytes.count - offset, into: &file, at: field.offset, size: field.size, isBigEndian: true)
                offset = bytes.count
                break
            }
            guard length >= (isLong ? 16 : 8) else { return nil }
            if type == "meta" { metadata = (offset + (isLong ? 16 : 8))..<(offset + length) }
            offset += length
        }
        file.removeSubrange(min(offset, file.count)...)
        let closed = NumberReader(bytes: file, isBigEndian: true, steps: steps)
        return metadata.flatMap { HEIFItems(closed, in: $0)?.clipped() }
    }
}

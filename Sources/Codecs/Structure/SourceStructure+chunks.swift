// PNG (chunks of length, name, content and checksum) and WebP (chunks of name, length and content).

extension SourceStructure {
    mutating func countPNG(_ reader: NumberReader) {
        var offset = 8
        while let length = reader.number(at: offset, size: 4), offset + 8 <= reader.bytes.count {
            switch reader.name(at: offset + 4) {
            case "tEXt", "zTXt", "iTXt":
                texts += 1
                metadataBytes += length
            case "eXIf": metadataBytes += length
            case "iCCP": profileBytes += length
            case "IEND": return
            default: break
            }
            offset += 12 + length
        }
    }

    mutating func countWebP(_ reader: NumberReader) {
        var offset = 12
        while let length = reader.number(at: offset + 4, size: 4) {
            switch reader.name(at: offset) {
            case "ANMF": frames += 1
            case "ICCP": profileBytes += length
            case "EXIF", "XMP ": metadataBytes += length
            default: break
            }
            offset += 8 + length + length % 2
        }
    }
}

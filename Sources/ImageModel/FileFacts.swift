/// What a picture in a file is. As JSON, wherever it is answered or stored:
/// `{"bytes":50,"format":"jpeg","height":80,"width":100}`, with `"damaged":true` where that is so.
package struct FileFacts: Sendable, Hashable {
    /// In pixels.
    package var size: PixelSize
    package var format: ImageFormat
    package var byteCount: Int
    /// Whether the source was damaged or cut short, and the picture shows what there is of it.
    package var isDamaged: Bool

    package init(size: PixelSize, format: ImageFormat, byteCount: Int, isDamaged: Bool = false) {
        self.size = size
        self.format = format
        self.byteCount = byteCount
        self.isDamaged = isDamaged
    }
}

extension FileFacts: Codable {
    private enum CodingKeys: String, CodingKey {
        case width, height, format, bytes, damaged
        /// As job files of older versions say it.
        case isDamaged
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        size = PixelSize(
            width: try fields.decode(Int.self, forKey: .width), height: try fields.decode(Int.self, forKey: .height))
        format = try fields.decode(ImageFormat.self, forKey: .format)
        byteCount = try fields.decode(Int.self, forKey: .bytes)
        let damaged = try fields.decodeIfPresent(Bool.self, forKey: .damaged)
        isDamaged = try damaged ?? fields.decodeIfPresent(Bool.self, forKey: .isDamaged) ?? false
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(size.width, forKey: .width)
        try fields.encode(size.height, forKey: .height)
        try fields.encode(format, forKey: .format)
        try fields.encode(byteCount, forKey: .bytes)
        if isDamaged { try fields.encode(true, forKey: .damaged) }
    }
}

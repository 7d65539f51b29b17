package import ImageModel

/// A picture as a file: what it is, and its bytes or where they are stored.
package struct RenderedFile: Sendable {
    package let size: PixelSize
    package let format: ImageFormat
    package let frames: Int
    package let byteCount: Int
    /// Whether the source was damaged or cut short, and this shows what there is of it.
    package let isDamaged: Bool
    /// The file; `nil` once it is stored.
    package internal(set) var bytes: HeldBytes?
    /// Where it is to be stored, or is, relative to the output root; `nil` where it is handed to the caller.
    package internal(set) var path: String?

    init(size: PixelSize, format: ImageFormat, frames: Int, bytes: HeldBytes, isDamaged: Bool = false) {
        self.size = size
        self.format = format
        self.frames = frames
        self.bytes = bytes
        self.isDamaged = isDamaged
        byteCount = bytes.count
    }
}

extension [RenderedFile] {
    /// The places of files of their own: of renditions that share one, the first.
    var distinct: [Int] {
        indices.filter { index in !self[..<index].contains { $0.bytes === self[index].bytes } }
    }

    var byteCount: Int { reduce(0) { $0 + $1.byteCount } }
}

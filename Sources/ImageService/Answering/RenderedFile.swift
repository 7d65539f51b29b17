package import ImageModel

/// A picture of an answer: what it is, and its bytes or where they are stored.
package struct RenderedFile: Sendable {
    package let facts: FileFacts
    /// The file; `nil` once it is stored.
    package internal(set) var bytes: HeldBytes?
    /// Where it is, or will be stored, relative to the output root; `nil` if the caller gets it.
    package internal(set) var path: String?
    /// Whether that path comes from the content of the source.
    var isNamedByHash = false

    init(size: PixelSize, format: ImageFormat, bytes: HeldBytes, isDamaged: Bool = false) {
        facts = FileFacts(size: size, format: format, byteCount: bytes.count, isDamaged: isDamaged)
        self.bytes = bytes
    }

    /// The stored file; `nil` if the caller gets it.
    package var stored: StoredFile? { path.map { StoredFile(path: $0, facts: facts) } }
}

extension [RenderedFile] {
    /// The indices of distinct files: of renditions that share one, the first.
    var distinct: [Int] {
        indices.filter { index in !self[..<index].contains { $0.bytes === self[index].bytes } }
    }

    var byteCount: Int { reduce(0) { $0 + $1.facts.byteCount } }
}

// ICO: a directory of pictures, each of which begins with its own header.

extension FileBeginning {
    private static let entryBytes = 16
    /// Bytes of a picture that contain its size: the header of a bitmap or of a PNG.
    private static let pictureHeaderBytes = 64

    static func closedIcon(_ bytes: [UInt8], _ steps: WalkSteps) -> [UInt8]? {
        let reader = NumberReader(bytes: bytes, isBigEndian: false, steps: steps)
        guard let count = reader.number(at: 4, size: 2) else { return nil }
        var closed = bytes
        for entry in (0..<count).map({ 6 + entryBytes * $0 }) {
            guard let length = reader.number(at: entry + 8, size: 4), let start = reader.number(at: entry + 12, size: 4)
            else { return nil }
            guard start + length > bytes.count else { continue }
            guard start + pictureHeaderBytes <= bytes.count else { return nil }
            NumberReader.put(bytes.count - start, into: &closed, at: entry + 8, size: 4, isBigEndian: false)
        }
        return closed
    }
}

/// References between the items of a HEIF file (ISO/IEC 14496-12, 8.11.12) that libheif 1.15 does not accept.
///
/// It refuses a file in which a thumbnail, an auxiliary picture or a block of metadata belongs to two pictures. iOS 18
/// writes such files: the gain map of a photograph in HDR belongs to the primary picture and to the tone-mapped one
/// (`tmap`).
struct HEIFReferences {
    /// Kinds of references that may have only one target for libheif.
    private static let single: Set = ["auxl", "cdsc", "thmb"]
    /// The name of a reference that should mean nothing.
    private static let unused = Array("skip".utf8)

    private let reader: NumberReader
    /// The content of the box that names the primary item, and of the box of references.
    private let primary: Range<Int>
    private let table: Range<Int>
    /// The primary item.
    private let item: Int
    private let references: [Reference]

    /// The references of `bytes`; `nil` if there are none, or the tables are in unusual places. Cost: a look at each
    /// box of `meta` and at each reference.
    init?(of bytes: [UInt8], steps: WalkSteps? = nil) {
        let reader = NumberReader(bytes: bytes, isBigEndian: true, steps: steps)
        guard let metadata = HEIFBox.list(reader, in: bytes.indices).content(of: "meta"), metadata.count >= 4 else {
            return nil
        }
        // Version and flags precede the boxes.
        let boxes = HEIFBox.list(reader, in: metadata.dropFirst(4))
        guard let primary = boxes.content(of: "pitm"), let table = boxes.content(of: "iref"),
            let version = reader.number(at: primary.lowerBound, size: 1),
            let item = reader.number(at: primary.lowerBound + 4, size: version == 0 ? 2 : 4),
            let references = Self.list(reader, in: table)
        else { return nil }
        self.reader = reader
        self.primary = primary
        self.table = table
        self.item = item
        self.references = references
    }

    /// Whether the colours of the primary picture are weighted by its alpha (ISO/IEC 23008-12, 6.10.1.2).
    var isPremultiplied: Bool { references.contains { $0.kind == "prem" && $0.source == item } }

    /// The bytes, with references that libheif refuses cut down to one item: the primary picture, if it is among them,
    /// otherwise the first; `nil` if there is nothing to cut.
    ///
    /// The file keeps its length, and nothing outside of `meta`'s tables moves: leftover bytes follow the number of the
    /// primary item, where readers expect nothing.
    func cut() -> [UInt8]? { shortened().map(moved) }

    private struct Reference {
        var kind: String
        var source: Int
        var targets: [Int]
        /// The whole box.
        var range: Range<Int>
        /// Bytes of an item's number: 2 or 4.
        var idBytes: Int
    }

    /// The references in the box whose content is `table`; `nil` if they don't fill it.
    private static func list(_ reader: NumberReader, in table: Range<Int>) -> [Reference]? {
        var cursor = NumberCursor(reader, table)
        guard let version = cursor.number(4).map({ $0 >> 24 }) else { return nil }
        let idBytes = version == 0 ? 2 : 4
        var references: [Reference] = []
        while cursor.offset < table.upperBound {
            let start = cursor.offset
            guard let length = cursor.number(4), let kind = cursor.text(4), let source = cursor.number(idBytes),
                let count = cursor.number(2), length == 10 + idBytes * (1 + count)
            else { return nil }
            var targets: [Int] = []
            for _ in 0..<count {
                guard let target = cursor.number(idBytes) else { return nil }
                targets.append(target)
            }
            references.append(
                Reference(
                    kind: kind, source: source, targets: targets, range: start..<(start + length), idBytes: idBytes))
        }
        return references
    }

    /// The references' bytes, with those cut that must have one target; `nil` if there is nothing to do.
    private func shortened() -> [UInt8]? {
        let ofPrimary = Set(
            references.filter { Self.single.contains($0.kind) && $0.targets.contains(item) }
                .map { "\($0.kind)\($0.source)" })
        var (bytes, isChanged) = ([UInt8](), false)
        for reference in references {
            let isSingle = Self.single.contains(reference.kind)
            let start = bytes.count
            bytes += reader.bytes[reference.range]
            let hasPrimary = reference.targets.contains(item)
            if isSingle, !hasPrimary, ofPrimary.contains("\(reference.kind)\(reference.source)") {
                // libheif uses the first one of a kind.
                bytes.replaceSubrange((start + 4)..<(start + 8), with: Self.unused)
                isChanged = true
            } else if isSingle, reference.targets.count > 1 {
                let kept = hasPrimary ? item : reference.targets[0]
                let length = 10 + 2 * reference.idBytes
                bytes.removeSubrange((start + length)...)
                NumberReader.put(length, into: &bytes, at: start, size: 4, isBigEndian: true)
                NumberReader.put(1, into: &bytes, at: start + 8 + reference.idBytes, size: 2, isBigEndian: true)
                NumberReader.put(
                    kept, into: &bytes, at: start + 10 + reference.idBytes, size: reference.idBytes, isBigEndian: true)
                isChanged = true
            }
        }
        return isChanged ? bytes : nil
    }

    /// The file with `references` in its table, which becomes shorter, and a longer box of the primary item.
    private func moved(references: [UInt8]) -> [UInt8] {
        let (bytes, head) = (reader.bytes, 4)
        let spare = table.count - head - references.count
        var item = Array(bytes[(primary.lowerBound - 8)..<primary.upperBound]) + [UInt8](repeating: 0, count: spare)
        NumberReader.put(item.count, into: &item, at: 0, size: 4, isBigEndian: true)
        var links = Array(bytes[(table.lowerBound - 8)..<(table.lowerBound + head)]) + references
        NumberReader.put(links.count, into: &links, at: 0, size: 4, isBigEndian: true)
        let isBefore = primary.upperBound <= table.lowerBound
        let (first, second) = isBefore ? (primary, table) : (table, primary)
        var file = Array(bytes[..<(first.lowerBound - 8)])
        file.reserveCapacity(bytes.count)
        file += isBefore ? item : links
        file += bytes[first.upperBound..<(second.lowerBound - 8)]
        file += isBefore ? links : item
        file += bytes[second.upperBound...]
        return file
    }
}

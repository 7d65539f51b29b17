import TestSupport
import Testing

@testable import Codecs

@Suite struct HEIFReferencesTests {
    private static func number(_ value: Int, _ bytes: Int) -> [UInt8] {
        (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * (bytes - 1 - $0))) }
    }

    private static func box(_ type: String, _ content: [UInt8]) -> [UInt8] {
        number(content.count + 8, 4) + Array(type.utf8) + content
    }

    private static func reference(_ kind: String, _ source: Int, _ targets: [Int], idBytes: Int) -> [UInt8] {
        box(kind, number(source, idBytes) + number(targets.count, 2) + targets.flatMap { number($0, idBytes) })
    }

    /// A file of tables alone, with the primary item 1 named before or behind the references.
    private static func file(
        _ references: [(kind: String, source: Int, targets: [Int])], idBytes: Int = 2, primaryFirst: Bool = true
    ) -> [UInt8] {
        let links = box(
            "iref",
            [idBytes == 2 ? 0 : 1, 0, 0, 0]
                + references.flatMap { reference($0.kind, $0.source, $0.targets, idBytes: idBytes) })
        let primary = box("pitm", [0, 0, 0, 0, 0, 1])
        let between = box("iinf", [0, 0, 0, 0, 0, 0])
        let tables = primaryFirst ? primary + between + links : links + between + primary
        return box("ftyp", Array("heic".utf8)) + box("meta", [0, 0, 0, 0] + tables + box("iprp", []))
            + box("mdat", [7, 7])
    }

    /// The references of a file as libheif reads them: by their counts, whatever the boxes' lengths say.
    private static func told(_ file: [UInt8], idBytes: Int = 2) -> [String] {
        let reader = NumberReader(bytes: file, isBigEndian: true)
        guard let metadata = HEIFBox.list(reader, in: file.indices).content(of: "meta"),
            let table = HEIFBox.list(reader, in: metadata.dropFirst(4)).content(of: "iref")
        else { return [] }
        var cursor = NumberCursor(reader, table.dropFirst(4))
        var texts: [String] = []
        while cursor.number(4) != nil, let kind = cursor.text(4), let source = cursor.number(idBytes),
            let count = cursor.number(2)
        {
            texts.append("\(kind) \(source) \((0..<count).compactMap { _ in cursor.number(idBytes) })")
        }
        return texts
    }

    @Test("references to two items lead to the primary one, or to the first", arguments: [2, 4], [true, false])
    func cut(idBytes: Int, primaryFirst: Bool) throws {
        let file = Self.file(
            [("auxl", 2, [1, 3]), ("dimg", 3, [1, 2]), ("thmb", 4, [5, 1]), ("cdsc", 6, [7, 8, 9])], idBytes: idBytes,
            primaryFirst: primaryFirst)
        let cut = try #require(HEIFReferences(of: file)?.cut())
        #expect(cut.count == file.count)
        #expect(Self.told(cut, idBytes: idBytes) == ["auxl 2 [1]", "dimg 3 [1, 2]", "thmb 4 [1]", "cdsc 6 [7]"])
        #expect(cut.suffix(10) == file.suffix(10))
        let reader = NumberReader(bytes: cut, isBigEndian: true)
        let boxes = HEIFBox.list(
            reader, in: try #require(HEIFBox.list(reader, in: cut.indices).content(of: "meta")).dropFirst(4))
        #expect(Set(boxes.map(\.type)) == ["pitm", "iinf", "iref", "iprp"])
        #expect(boxes.last?.content.upperBound == HEIFBox.list(reader, in: cut.indices).content(of: "meta")?.upperBound)
    }

    @Test("of two references of one kind, the one to the primary item counts")
    func apart() throws {
        let file = Self.file([("auxl", 2, [3]), ("auxl", 2, [1]), ("auxl", 4, [5])])
        #expect(Self.told(try #require(HEIFReferences(of: file)?.cut())) == ["skip 2 [3]", "auxl 2 [1]", "auxl 4 [5]"])
    }

    @Test("other files stay as they are")
    func untouched() {
        #expect(HEIFReferences(of: Self.file([("auxl", 2, [1]), ("dimg", 1, Array(2...49))]))?.cut() == nil)
        #expect(HEIFReferences(of: Self.file([]))?.cut() == nil)
        #expect(HEIFReferences(of: []) == nil)
    }

    @Test("a cut file, and one whose references don't fit their boxes, is left to the library")
    func damaged() {
        let file = Self.file([("auxl", 2, [1, 3])])
        for count in file.indices { _ = HEIFReferences(of: Array(file.prefix(count)))?.cut() }
        for place in file.indices {
            var changed = file
            changed[place] ^= 0xFF
            if let cut = HEIFReferences(of: changed)?.cut() { #expect(cut.count == changed.count) }
        }
    }

    @Test("alpha that colours are weighted by is told")
    func premultiplied() {
        #expect(HEIFReferences(of: Self.file([("prem", 1, [2])]))?.isPremultiplied == true)
        #expect(HEIFReferences(of: Self.file([("prem", 3, [2])]))?.isPremultiplied == false)
    }
}

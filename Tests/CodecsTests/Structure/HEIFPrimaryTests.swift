import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct HEIFPrimaryTests {
    private static func box(_ type: String, _ content: [UInt8]) -> [UInt8] {
        let length = UInt32(content.count + 8)
        return (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) } + Array(type.utf8) + content
    }

    /// A file of two items, of which the second is shown; its data are the four bytes at the end.
    private static func file(primary: UInt8 = 2, method: UInt8 = 0, indices: [UInt8] = [0x82, 1]) -> [UInt8] {
        func entry(_ item: UInt8, _ kind: String) -> [UInt8] {
            box("infe", [2, 0, 0, 0, 0, item, 0, 0] + Array(kind.utf8) + [0])
        }
        func metadata(_ offset: UInt8) -> [UInt8] {
            let properties = box(
                "iprp",
                box("ipco", box("ispe", [0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 5]) + box("av1C", [0x81, 0, 0x0C, 0]))
                    + box("ipma", [0, 0, 0, 0, 0, 0, 0, 2, 0, 1, 0, 0, 2, UInt8(indices.count)] + indices))
            let places: [UInt8] =
                [1, 0, 0, 0, 0x44, 0, 0, 2] + [0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1]
                + [0, 2, 0, method, 0, 0, 0, 1, 0, 0, 0, offset, 0, 0, 0, 4]
            return box(
                "meta",
                [0, 0, 0, 0] + box("pitm", [0, 0, 0, 0, 0, primary])
                    + box("iinf", [0, 0, 0, 0, 0, 2] + entry(1, "Exif") + entry(2, "av01"))
                    + box("iloc", places) + properties)
        }
        let head = box("ftyp", Array("avif0000".utf8))
        let offset = UInt8(head.count + metadata(0).count + 8)
        return head + metadata(offset) + box("mdat", [9, 8, 7, 6])
    }

    @Test("The primary item's kind, properties and data are found")
    func found() throws {
        let file = Self.file()
        let primary = try #require(HEIFPrimary(of: file))
        #expect(primary.kind == "av01")
        // In the order of the associations; the bit that makes one essential is no part of its number.
        #expect(primary.properties.map(\.type) == ["av1C", "ispe"])
        #expect(Array(file[try #require(primary.data)]) == [9, 8, 7, 6])
        #expect(primary.number("ispe", at: 4, size: 4) == 7)
        #expect(primary.number("ispe", at: 8, size: 4) == 5)
        #expect(primary.number("ispe", at: 9, size: 4) == nil)
        #expect(primary.number("irot", at: 0, size: 1) == nil)
    }

    @Test("Tables that contradict each other have no primary item")
    func contradictions() {
        #expect(HEIFPrimary(of: Self.file(primary: 3)) == nil)
        #expect(HEIFPrimary(of: Self.file(indices: [3])) == nil)
        #expect(HEIFPrimary(of: Self.file(indices: [0])) == nil)
    }

    @Test("Data that lie elsewhere than in the file are not looked for")
    func elsewhere() throws {
        let primary = try #require(HEIFPrimary(of: Self.file(method: 1)))
        #expect(primary.data == nil)
        #expect(primary.kind == "av01")
    }

    @Test("A file that is cut short has none")
    func truncated() {
        let file = Self.file()
        for count in file.indices { #expect(HEIFPrimary(of: Array(file.prefix(count)))?.data == nil) }
    }

    @Test("Random damage never crashes", arguments: 0..<300)
    func damaged(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var file = try seed.isMultiple(of: 2) ? Self.file() : RepositoryFiles.fixture("avif/alpha.avif")
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            file[Int.random(in: 0..<min(file.count, 400), using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
        if let data = HEIFPrimary(of: file)?.data { #expect(data.upperBound <= file.count) }
    }
}

import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct ExifTextsTests {
    @Test(arguments: [false, true], [false, true])
    func readsTheThreeTexts(isLittleEndian: Bool, hasMarker: Bool) {
        let block = ExifBlock(isLittleEndian: isLittleEndian).bytes([
            (0x010E, "A (small) house"), (0x013B, "Jané Doe"), (0x0112, "no"), (0x8298, "© 2020, all (rights)"),
        ])
        let texts = ExifTexts(block: hasMarker ? block[...] : block.dropFirst(6)).texts
        #expect(
            texts == [.imageDescription: "A (small) house", .artist: "Jané Doe", .copyright: "© 2020, all (rights)"])
    }

    @Test func readsATextThatFitsIntoItsEntry() {
        #expect(ExifTexts(block: ExifBlock().bytes([(0x013B, "Me")])[...]).texts == [.artist: "Me"])
    }

    @Test func joinsPhotographerAndEditor() {
        #expect(ExifTexts(block: ExifBlock().bytes([(0x8298, "Ann\0Bob")])[...]).texts == [.copyright: "Ann; Bob"])
    }

    @Test func leavesBlanksOut() {
        #expect(
            ExifTexts(block: ExifBlock().bytes([(0x013B, "   "), (0x8298, " x ")])[...]).texts == [.copyright: "x"])
    }

    @Test func everyPrefixAndEveryDamagedByteIsSurvived() {
        let block = ExifBlock().bytes([(0x013B, "Jane Doe and others"), (0x8298, "2020")])
        for count in block.indices { _ = ExifTexts(block: block[..<count]) }
        for index in block.indices {
            for value: UInt8 in [0, 0x7F, 0xFF] {
                var damaged = block
                damaged[index] = value
                #expect(ExifTexts(block: damaged[...]).texts.values.allSatisfy { $0.utf8.count <= 6000 })
            }
        }
    }
}

/// Writes a block of EXIF with one directory of texts.
struct ExifBlock {
    var isLittleEndian = true

    private func number(_ value: Int, _ bytes: Int) -> [UInt8] {
        let low = (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        return isLittleEndian ? low : low.reversed()
    }

    func bytes(_ texts: [(tag: Int, text: String)]) -> [UInt8] {
        var directory = number(texts.count, 2)
        var data: [UInt8] = []
        let dataStart = 8 + 2 + 12 * texts.count + 4
        for (tag, text) in texts {
            let value = Array(text.utf8) + [0]
            directory += number(tag, 2) + number(2, 2) + number(value.count, 4)
            if value.count <= 4 {
                directory += value + [UInt8](repeating: 0, count: 4 - value.count)
            } else {
                directory += number(dataStart + data.count, 4)
                data += value
            }
        }
        let start: [UInt8] = isLittleEndian ? [0x49, 0x49] : [0x4D, 0x4D]
        return Array("Exif\0\0".utf8) + start + number(42, 2) + number(8, 4) + directory + number(0, 4) + data
    }
}

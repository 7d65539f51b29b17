import Codecs
import ImageModel
import Rendering
import TestSupport
import Testing

/// Pictures with a palette in PNG files stay pictures with a palette.
@Suite(.computing) struct PaletteTests {
    /// Colour type of PNG for numbers in a palette; where a file says it.
    private static let indexed: UInt8 = 3
    private static let colourTypePlace = 25

    /// 32 colours in soft steps: a palette of 8 bits.
    private static func source() throws -> [UInt8] {
        let picture = PixelBuffer(width: 1280, height: 800, bands: 3) { column, row in
            let step = UInt8((column / 20 + row / 50) % 32)
            return [step * 8, 255 - step * 7, 90 + step * 2]
        }
        let file = try picture.encoded(as: .png)
        #expect(file[colourTypePlace] == indexed)
        return file
    }

    private static func file(_ change: (inout Rendition) -> Void = { _ in }) throws -> [UInt8] {
        var rendition = Rendition(width: 470, format: .png)
        change(&rendition)
        return try render(try source(), [rendition]).images[0].fileBytes
    }

    @Test("a smaller picture has a palette again, and fewer bytes than one of true colours")
    func kept() throws {
        let (palette, colours) = try (Self.file(), Self.file { $0.output.png.quantises = false })
        #expect(palette[Self.colourTypePlace] == Self.indexed)
        #expect(colours[Self.colourTypePlace] != Self.indexed)
        #expect(palette.count < colours.count)
        let (first, second) = try (PixelBuffer(decoding: palette), PixelBuffer(decoding: colours))
        let differences = zip(first.withBands(3).bytes, second.withBands(3).bytes).map { abs(Int($0) - Int($1)) }
        #expect(differences.reduce(0, +) < 3 * differences.count)
    }

    @Test("a picture of its own size keeps its colours")
    func same() throws {
        let file = try Self.file { $0.width = nil }
        #expect(file[Self.colourTypePlace] == Self.indexed)
        #expect(try PixelBuffer(decoding: file).withBands(3) == PixelBuffer(decoding: Self.source()).withBands(3))
    }

    @Test("a picture of few colours gets few, but those between them that its edges need")
    func few() throws {
        let picture = PixelBuffer(width: 90, height: 60, bands: 3) { column, _ in
            column < 45 ? [9, 20, 200] : [250, 240, 9]
        }
        let source = try picture.encoded(as: .png)
        let file = try render(source, [Rendition(width: 40, format: .png)]).images[0].fileBytes
        let pixels = try PixelBuffer(decoding: file).withBands(3)
        let colours = Set(stride(from: 0, to: pixels.bytes.count, by: 3).map { Array(pixels.bytes[$0..<($0 + 3)]) })
        #expect((2...16).contains(colours.count))
    }

    @Test("what a step adds keeps its own colours")
    func added() throws {
        let picture = PixelBuffer(width: 90, height: 60, bands: 3) { column, _ in
            column < 45 ? [0, 0, 0] : [255, 255, 255]
        }
        var padded = Rendition(width: 40, format: .png)
        padded.padding = Padding(top: 4, right: 4, bottom: 4, left: 4)
        padded.background = Colour(red: 200, green: 30, blue: 40)
        let file = try render(try picture.encoded(as: .png), [padded]).images[0].fileBytes
        #expect(try PixelBuffer(decoding: file).withBands(3)[1, 1] == [200, 30, 40])
    }
}

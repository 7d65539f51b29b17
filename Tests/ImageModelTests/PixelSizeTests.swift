import Testing

@testable import ImageModel

@Suite struct PixelSizeTests {
    @Test("Pixels are width times height, and never overflow")
    func pixels() {
        #expect(PixelSize(width: 6000, height: 4000).pixels == 24_000_000)
        #expect(PixelSize(width: .max, height: 2).pixels == .max)
    }

    @Test("A rotation swaps the sides")
    func swapped() {
        #expect(PixelSize(width: 3, height: 2).swapped == PixelSize(width: 2, height: 3))
    }

    @Test("It is written as in a size list")
    func description() {
        #expect(PixelSize(width: 800, height: 600).description == "800x600")
    }
}

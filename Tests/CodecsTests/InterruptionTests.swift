import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct InterruptionTests {
    /// Some hundred strips of rows.
    private static let side = 1200

    /// A picture whose pixels are still to be computed, opened under `interruption`.
    private func withPicture(
        _ interruption: Interruption, _ body: (borrowing Image) throws(CodecError) -> Void
    ) throws(CodecError) {
        try VipsLibrary.start()
        let size = PixelSize(width: Self.side, height: Self.side)
        let pixels = (0..<size.pixels * 3).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 5) }
        try interruption.watching { () throws(CodecError) in
            let image = try Image(pixels: pixels, size: size, bands: 3)
            try body(try image.scaled(by: [0.5, 0.5, 0.5], plus: [3, 3, 3]).rounded())
        }
    }

    @Test("computing pixels ends soon after it is asked to")
    func computing() throws {
        let interruption = Interruption()
        interruption.request()
        #expect(throws: CodecError.self) {
            try withPicture(interruption) { (image) throws(CodecError) in _ = try image.copiedToMemory() }
        }
    }

    @Test(
        "writing a file ends, too, before its end",
        arguments: [ImageFormat.jpeg, .png, .webp, .gif, .tiff, .jxl, .avif])
    func writing(format: ImageFormat) throws {
        let interruption = Interruption()
        interruption.request()
        #expect(throws: CodecError.self) {
            try withPicture(interruption) { (image) throws(CodecError) in
                _ = try image.encoded(as: EncodeOptions(format: format, quality: 50))
            }
        }
    }

    @Test("what nobody asks to end is computed to its end")
    func undisturbed() throws {
        try withPicture(Interruption()) { (image) throws(CodecError) in
            let copy = try image.copiedToMemory()
            #expect(copy.size.width == Self.side)
        }
    }

    @Test("a loop over rows sees the wish on its own thread, and only while its work is watched")
    func check() throws {
        let interruption = Interruption()
        try interruption.watching { () throws(CodecError) in try Interruption.check() }
        interruption.request()
        #expect(throws: CodecError.self) {
            try interruption.watching { () throws(CodecError) in try Interruption.check() }
        }
        try Interruption.check()
        #expect(interruption.isRequested)
    }
}

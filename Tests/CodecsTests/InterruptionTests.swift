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

    /// A picture that outlives its source; noncopyable values can't be returned from closures.
    private final class Kept {
        let image: Image

        init(_ image: consuming Image) { self.image = image }
    }

    /// Planes of one level.
    private static func planes(_ size: PixelSize, level: UInt8) -> [PlaneRows] {
        (0..<3).map { _ in
            let plane = PlaneRows(size: size, keeping: .max / 4)
            for y in 0..<size.height { unsafe plane.row(y).update(repeating: level, count: size.width) }
            plane.ready = size.height
            return plane
        }
    }

    @Test(
        "a picture put together from planes needs nothing of its source, also while it is watched",
        arguments: [false, true])
    func standsAlone(readsPixels: Bool) throws {
        let bytes = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        let size = PixelSize(width: 200, height: 100)
        let computed = try Interruption().watching { () throws(CodecError) -> [UInt8] in
            let picture = try ImageDecoder.withImage(of: bytes, format: .jpeg) {
                (source) throws(CodecError) -> PlanePicture in
                if readsPixels { _ = try source.copiedToMemory() }
                return try PlanePicture(size: size, layout: PlaneLayout(.rgb), like: source)
            }
            #expect(picture.write(Self.planes(size, level: 7)))
            return try picture.image.scaled(by: [2], plus: [1]).rounded().pixels().withUnsafeBytes { [UInt8]($0) }
        }
        #expect(computed == [UInt8](repeating: 15, count: size.pixels * 3))
    }

    @Test("a picture put together from planes ends when it is asked to, though its source is closed")
    func planes() throws {
        let bytes = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        let interruption = Interruption()
        #expect(throws: CodecError.self) {
            try interruption.watching { () throws(CodecError) in
                let picture = try ImageDecoder.withImage(of: bytes, format: .jpeg) { (source) throws(CodecError) in
                    let size = PixelSize(width: Self.side, height: Self.side)
                    return try PlanePicture(size: size, layout: .full, like: source)
                }
                interruption.request()
                _ = try picture.image.scaled(by: [0.5], plus: [3]).rounded().copiedToMemory()
            }
        }
    }

    @Test("pictures may outlive the wish that they were opened under")
    func outlived() throws {
        try VipsLibrary.start()
        let size = PixelSize(width: Self.side, height: Self.side)
        let kept = try Interruption().watching { () throws(CodecError) -> Kept in
            Kept(try Image(pixels: [UInt8](repeating: 9, count: size.pixels), size: size, bands: 1))
        }
        let scaled = try kept.image.scaled(by: [2], plus: [1]).rounded().pixels()
        #expect(scaled.withUnsafeBytes { $0.allSatisfy { $0 == 19 } })
    }
}

import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct ImageCanvasTests {
    private let row: [UInt8] = [1, 2, 3]

    private func image() throws -> Image {
        try VipsLibrary.start()
        return try Image(pixels: row, size: PixelSize(width: 3, height: 1), bands: 1)
    }

    @Test func embedsInAColour() throws {
        let canvas = try image().embedded(in: PixelSize(width: 5, height: 2), left: 1, top: 1, background: [9])
        #expect(try CodecSample.samples(canvas) == [9, 9, 9, 9, 9, 9, 1, 2, 3, 9])
    }

    @Test func extendsByMirroring() throws {
        let canvas = try image().extendedByMirroring(to: PixelSize(width: 8, height: 1))
        #expect(try CodecSample.samples(canvas) == [1, 2, 3, 3, 2, 1, 1, 2])
    }

    @Test func replicates() throws {
        #expect(try CodecSample.samples(try image().replicated(across: 2, down: 1)) == [1, 2, 3, 1, 2, 3])
    }

    @Test func turns() throws {
        #expect(try image().turned(by: 1).size == PixelSize(width: 1, height: 3))
        #expect(try CodecSample.samples(try image().turned(by: 2)) == [3, 2, 1])
    }

    @Test(arguments: [-2, 0, 2])
    func compositesAtAnyPlace(left: Int) throws {
        let base = try CodecSample.image(3, 1, colour: [0, 0, 0, 255])
        let white = try CodecSample.image(3, 1, colour: [255, 255, 255, 255])
        let result = try CodecSample.samples(try base.composited(with: white, left: left, top: 0))
        let expected = (0..<3).map { (left..<left + 3).contains($0) ? UInt8(255) : 0 }
        #expect((0..<3).map { result[$0 * 4] } == expected)
    }
}

import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct ImageFiltersTests {
    @Test func findsTheBoxThatDiffers() throws {
        let image = try CodecSample.image(40, 30, colour: [9, 9, 9])
        let spot = try CodecSample.image(10, 5, colour: [200, 9, 9])
        let box = try image.replacing(with: spot, left: 7, top: 8).box(differingFrom: [9, 9, 9], by: 10)
        #expect(box == PixelRect(left: 7, top: 8, size: PixelSize(width: 10, height: 5)))
        #expect(try image.box(differingFrom: [9, 9, 9], by: 10) == nil)
    }

    @Test func readsOnePixel() throws {
        let spot = try CodecSample.image(1, 1, colour: [1, 2, 3, 4])
        let image = try CodecSample.image(5, 5, colour: [0, 0, 0, 0]).replacing(with: spot, left: 3, top: 2)
        #expect(try image.pixel(x: 3, y: 2) == [1, 2, 3, 4])
        #expect(try image.pixel(x: 2, y: 3) == [0, 0, 0, 0])
    }

    @Test func aCropLargerThanThePictureIsRefused() throws {
        do {
            _ = try CodecSample.image(5, 5).attentionCrop(of: PixelSize(width: 6, height: 5))
            Issue.record("cropped")
        } catch let error as CodecError {
            #expect(error.code == .operationFailed)
        }
    }

    @Test func blocksAreMeansAndPixelsRepeat() throws {
        let left = try CodecSample.image(2, 2, colour: [10])
        let image = try CodecSample.image(4, 2, colour: [50]).replacing(with: left, left: 1, top: 0)
        let blocks = try image.shrunk(width: 2, height: 2)
        #expect(try CodecSample.samples(blocks) == [30, 30])
        #expect(try CodecSample.samples(try blocks.repeatingPixels(width: 2, height: 1)) == [30, 30, 30, 30])
    }
}

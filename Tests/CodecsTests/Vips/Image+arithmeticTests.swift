import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct ImageArithmeticTests {
    @Test func roundsAndClips() throws {
        let image = try CodecSample.image(1, 1, colour: [100, 200, 10])
        let result = try image.scaled(by: [0.5, 2, 1], plus: [0.6, 0, -20]).rounded()
        #expect(try CodecSample.samples(result) == [51, 255, 0])
    }

    @Test func castsByRounding() throws {
        let image = try CodecSample.image(1, 1, colour: [100])
        #expect(try CodecSample.samples(try image.scaled(by: [1], plus: [0.7]).cast(like: image)) == [101])
    }

    @Test func addsAndMultipliesWithOneBandForAll() throws {
        let image = try CodecSample.image(1, 1, colour: [1, 2, 3])
        let two = try CodecSample.image(1, 1, colour: [2])
        #expect(try CodecSample.samples(try image.multiplied(by: two).rounded()) == [2, 4, 6])
        #expect(try CodecSample.samples(try image.adding(two).rounded()) == [3, 4, 5])
    }

    @Test func recombinesBands() throws {
        let image = try CodecSample.image(1, 1, colour: [10, 20, 30])
        let result = try image.recombined(by: [[0, 0, 1], [1, 1, 0]]).rounded()
        #expect(try CodecSample.samples(result) == [30, 30])
    }

    @Test func looksUpInATable() throws {
        let table = (0..<256).map { [Double(255 - $0), Double($0 / 2)] }
        let result = try CodecSample.image(1, 1, colour: [100]).mapped(through: table).rounded()
        #expect(try CodecSample.samples(result) == [155, 50])
    }

    @Test func aTableOfOtherLengthIsRefused() throws {
        let image = try CodecSample.image(1, 1, colour: [100])
        do {
            _ = try image.mapped(through: [[1]])
            Issue.record("mapped")
        } catch {
            #expect(error.code == .operationFailed)
        }
    }

    @Test func aRampRisesFromTheTopLeftPixel() throws {
        let ramp = try Image.ramp(size: PixelSize(width: 3, height: 2), across: 2, down: 10, start: 5).rounded()
        #expect(try CodecSample.samples(ramp) == [5, 7, 9, 15, 17, 19])
    }

    @Test func clipsToTheUnit() throws {
        let ramp = try Image.ramp(size: PixelSize(width: 4, height: 1), across: 0.5, down: 0, start: -0.25)
        let clipped = try ramp.clippedToUnit().scaled(by: [200], plus: [0]).rounded()
        #expect(try CodecSample.samples(clipped) == [0, 50, 150, 200])
    }

    @Test(arguments: [[5], [5, 6, 7]] as [[UInt8]])
    func alphaIsAddedOnce(colour: [UInt8]) throws {
        let opaque = try CodecSample.image(1, 1, colour: colour).withAlpha()
        #expect(try CodecSample.samples(opaque) == colour + [255])
        let clear = try CodecSample.image(1, 1, colour: colour + [9])
        #expect(try CodecSample.samples(try clear.withAlpha()) == colour + [9])
    }
}

import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct ImageColourTests {
    @Test(arguments: [[9], [9, 200], [9, 80, 250], [9, 80, 250, 7]] as [[UInt8]])
    func rgbHasThreeBandsAndKeepsAlpha(colour: [UInt8]) throws {
        let rgb = try CodecSample.image(2, 1, colour: colour).asRGB()
        let alpha = colour.count.isMultiple(of: 2) ? [colour[colour.count - 1]] : []
        let expected = (colour.count < 3 ? [9, 9, 9] : [9, 80, 250]) + alpha
        #expect(try CodecSample.samples(rgb) == expected + expected)
    }

    @Test(arguments: [1, 3, 4])
    func sixteenBitsAreFinerOfTheSame(bands: Int) throws {
        let deep = try CodecSample.image(20, 20, bands: bands).convertedToSRGB16()
        #expect(deep.sampleBytes == 2 && deep.bands == bands)
        let back = try CodecSample.samples(try deep.reducedTo8Bits())
        let original = try CodecSample.samples(try CodecSample.image(20, 20, bands: bands))
        #expect(zip(back, original).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
    }

    @Test(arguments: [1, 2, 3, 4])
    func toAProfileAndBackIsNearlyTheSame(bands: Int) throws {
        let profile = try #require(try CodecSample.profile())
        let converted = try CodecSample.image(30, 20, bands: bands).converted(toProfile: profile)
        #expect(converted.profile == profile && converted.sampleBytes == 1)
        let back = try CodecSample.samples(try converted.convertedToSRGB())
        let original = try CodecSample.samples(try CodecSample.image(30, 20, bands: bands).asRGB())
        #expect(zip(back, original).allSatisfy { abs(Int($0) - Int($1)) <= 3 })
    }

    @Test(arguments: [[], [1, 2, 3]] as [[UInt8]])
    func aDamagedProfileIsRefused(profile: [UInt8]) throws {
        do {
            let converted = try CodecSample.image(4, 4).converted(toProfile: profile)
            _ = try converted.copiedToMemory()
            Issue.record("converted")
        } catch let error as CodecError {
            #expect(error.code == .operationFailed)
        }
    }
}

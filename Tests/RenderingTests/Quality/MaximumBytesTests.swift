import Codecs
import ImageModel
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct MaximumBytesTests {
    private let grid = PixelGrid.noise(64, 64)

    private func size(_ options: EncodeOptions, quality: Int) throws -> Int {
        try QualitySearch.encode(try grid.image(), options, quality: quality).bytes.count
    }

    @Test(arguments: [ImageFormat.jpeg, .webp, .avif], [0.3, 0.6, 0.9])
    func findsAQualityWithinTwoStepsOfTheHighestThatFits(format: ImageFormat, share: Double) throws {
        let options = EncodeOptions(format: format, quality: 80)
        let (small, large) = (try size(options, quality: 10), try size(options, quality: 80))
        let limit = small + Int(Double(large - small) * share)
        let result = try MaximumBytes.encode(try grid.image(), options, limit: limit)
        #expect(result.bytes.count <= limit)
        #expect(try size(options, quality: result.quality + 3) > limit)
    }

    @Test func keepsTheQualityThatFits() throws {
        let options = EncodeOptions(format: .jpeg, quality: 80)
        #expect(try MaximumBytes.encode(try grid.image(), options, limit: 1_000_000).quality == 80)
    }

    @Test func givesTheShortestWhenNothingFits() throws {
        let options = EncodeOptions(format: .jpeg, quality: 80)
        let result = try MaximumBytes.encode(try grid.image(), options, limit: 10)
        #expect(result.quality <= 12)
    }

    @Test(arguments: [ImageFormat.png, .gif, .tiff])
    func leavesFormatsWithoutQualityAsTheyAre(format: ImageFormat) throws {
        let options = EncodeOptions(format: format, quality: 80)
        let result = try MaximumBytes.encode(try grid.image(), options, limit: 10)
        #expect(result.quality == 80 && result.bytes.count > 10)
    }

    @Test func leavesLosslessWebPAsItIs() throws {
        var options = EncodeOptions(format: .webp, quality: 80)
        options.output.webp.compression = .lossless
        #expect(try MaximumBytes.encode(try grid.image(), options, limit: 10).quality == 80)
    }
}

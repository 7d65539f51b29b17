import Codecs
import ImageModel
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct AutomaticQualityTests {
    private let grid = PixelGrid.waves(160, 120)

    private func options(
        _ format: ImageFormat, _ method: OutputOptions.AutoQuality.Method, _ range: ClosedRange<Int>, error: Double = 0
    ) -> EncodeOptions {
        var options = EncodeOptions(format: format, quality: 33)
        options.output.autoQuality = OutputOptions.AutoQuality(
            method: method, minimumQuality: range.lowerBound, maximumQuality: range.upperBound, allowedError: error)
        return options
    }

    private func difference(_ format: ImageFormat, quality: Int) throws -> Double {
        let encoded = try grid.image().encoded(as: EncodeOptions(format: format, quality: quality))
        let bytes = encoded.withUnsafeBytes { [UInt8]($0) }
        let reference = try grid.image()
        return try ImageDecoder.withImage(of: bytes, format: format) { (decoded) throws(CodecError) in
            try Dissimilarity.between(try decoded.convertedToSRGB(), reference)
        }
    }

    @Test(arguments: [ImageFormat.jpeg, .webp])
    func findsTheHighestQualityThatIsShortEnough(format: ImageFormat) throws {
        let limit = try grid.image().encoded(as: EncodeOptions(format: format, quality: 75)).count
        let result = try AutomaticQuality.encode(try grid.image(), options(format, .size(bytes: limit), 60...90))
        #expect(result.bytes.count <= limit && result.quality >= 74)
    }

    @Test(arguments: [ImageFormat.jpeg, .webp, .avif])
    func findsAQualityThatLooksAsAskedFor(format: ImageFormat) throws {
        let target = try difference(format, quality: 50)
        let result = try AutomaticQuality.encode(try grid.image(), options(format, .dssim(target: target), 20...90))
        #expect(try difference(format, quality: result.quality) <= target)
        #expect((20...55).contains(result.quality))
    }

    @Test func stopsWithinTheAllowedError() throws {
        let far = options(.jpeg, .dssim(target: 0.5), 40...90, error: 1)
        #expect(try AutomaticQuality.encode(try grid.image(), far).quality == 65)
    }

    @Test func givesTheBestWhenNoneIsGoodEnough() throws {
        let strict = options(.jpeg, .dssim(target: -1), 70...80)
        #expect(try AutomaticQuality.encode(try grid.image(), strict).quality == 80)
    }

    @Test func givesTheLowestWhenNoneIsShortEnough() throws {
        let strict = options(.jpeg, .size(bytes: 1), 70...80)
        #expect(try AutomaticQuality.encode(try grid.image(), strict).quality == 70)
    }

    @Test func comparesTransparentPictures() throws {
        let clear = PixelGrid.noise(40, 40, bands: 4)
        let result = try AutomaticQuality.encode(try clear.image(), options(.webp, .dssim(target: 0.01), 10...95))
        #expect((10...95).contains(result.quality))
    }

    @Test func usesTheOptionsQualityWhereNothingIsSearched() throws {
        #expect(try AutomaticQuality.encode(try grid.image(), options(.jpeg, .none, 70...80)).quality == 33)
        let png = options(.png, .dssim(target: 0.1), 70...80)
        #expect(try AutomaticQuality.encode(try grid.image(), png).quality == 33)
    }

    @Test func theBytesAllowedCountAfterTheSearch() throws {
        var both = options(.jpeg, .dssim(target: -1), 70...80)
        both.output.maximumBytes = try grid.image().encoded(as: EncodeOptions(format: .jpeg, quality: 40)).count
        let result = try QualitySearch.encode(try grid.image(), both)
        #expect(result.bytes.count <= both.output.maximumBytes && result.quality < 70)
    }
}

import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct EncodeOptionsTests {
    @Test(arguments: ImageFormat.allCases)
    func qualityChangesWhatIsWrittenWithLoss(format: ImageFormat) {
        let changes = EncodeOptions(format: format, quality: 80).changesWithQuality
        #expect(changes == [.jpeg, .webp, .avif, .heic, .jxl].contains(format))
    }

    @Test(arguments: [OutputOptions.WebPCompression.lossless, .nearLossless])
    func qualityDoesNotShortenWebPWithoutLoss(compression: OutputOptions.WebPCompression) {
        var options = EncodeOptions(format: .webp, quality: 80)
        options.output.webp.compression = compression
        #expect(!options.changesWithQuality)
    }

    @Test func aPaletteHasEightBits() {
        var options = EncodeOptions(format: .png, quality: 80)
        options.output.keepsHighDynamicRange = true
        #expect(options.keeps16Bits)
        options.output.png.quantises = true
        #expect(!options.keeps16Bits)
    }
}

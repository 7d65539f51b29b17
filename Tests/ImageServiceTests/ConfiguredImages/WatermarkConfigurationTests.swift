import ImageModel
import Testing

@testable import ImageService

@Suite struct WatermarkConfigurationTests {
    @Test("the opacity is times the configured one, in every part of a chain")
    func opacity() {
        var rendition = Rendition(width: 10)
        rendition.watermark = Watermark(opacity: 0.5)
        rendition.followedBy = [rendition]
        var configuration = WatermarkConfiguration()
        configuration.opacity = 0.5
        let applied = configuration.applied(to: [rendition])
        #expect(applied[0].watermark?.opacity == 0.25)
        #expect(applied[0].followedBy[0].watermark?.opacity == 0.25)
    }

    @Test("another watermark has another fingerprint")
    func fingerprint() {
        var one = WatermarkConfiguration()
        one.image = .bytes([1, 2, 3])
        var other = one
        other.image = .bytes([1, 2, 4])
        #expect(one.fingerprint != other.fingerprint)
        other = one
        other.opacity = 0.4
        #expect(one.fingerprint != other.fingerprint)
    }
}

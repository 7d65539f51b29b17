import ImageModel
import Storage

/// The watermark of renditions that want one without naming it.
package struct WatermarkConfiguration: Sendable, Hashable {
    package var image: ConfiguredImage?
    /// 0…1; multiplied by the rendition's.
    package var opacity = 1.0
    /// Bytes of watermarks and other configured pictures that are kept once fetched.
    package var cacheBytes = 32 << 20
    /// Watermarks among them.
    package var cachedWatermarks = 256

    package init() {}

    /// Different for different configurations.
    var fingerprint: String {
        let name =
            switch image {
            case nil: ""
            case .bytes(let bytes): SourceHash.of(bytes)
            case .source(let reference): "\(reference)"
            }
        return "\(name) \(opacity)"
    }

    /// `renditions` with the opacity times the configured one.
    func applied(to renditions: [Rendition]) -> [Rendition] {
        guard opacity != 1 else { return renditions }
        return renditions.map { rendition in
            var rendition = rendition
            rendition.watermark?.opacity *= opacity
            rendition.followedBy = applied(to: rendition.followedBy)
            return rendition
        }
    }
}

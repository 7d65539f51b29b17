import Codecs
import ImageModel
package import Rendering

extension RenderEngine {
    /// Where a source is rendered by `plan`, with `overlays` on top.
    package func place(
        of plan: RenderPlan, _ traits: SourceTraits, overlays: Overlays = .none
    ) -> Place {
        switch configuration.mode {
        case .all: .worker
        case .none: .here
        case .risky:
            plan.looksUp(traits) && plan.isShort(traits) && overlays.byURL.allSatisfy(isDecodedHere) ? .here : .worker
        }
    }

    /// Where facts about a source are determined: libraries read them.
    package var placeOfFacts: Place { configuration.mode == .none ? .here : .worker }

    /// Formats whose decoders are constantly fuzzed by their makers.
    static func isCommon(_ format: ImageFormat?) -> Bool {
        switch format {
        case .jpeg, .png, .webp, .gif, nil: true
        case .tiff, .avif, .heic, .jxl, .svg, .bmp, .ico: false
        }
    }

    /// The watermark without a URL is the operator's; others come from anywhere, like sources.
    private func isDecodedHere(url: String?, bytes: [UInt8]) -> Bool {
        guard url != nil else { return Self.isCommon(ImageFormat(signatureOf: bytes)) }
        guard let header = ImageDecoder.quickHeader(of: bytes) else { return false }
        return !header.isInterlaced && header.stored.pixels <= Self.maximumOverlayPixels
    }

    /// The limit for an untrusted watermark that is decoded in this process.
    private static let maximumOverlayPixels = 4 << 20

    /// The bytes that a render by `plan` may use in a worker, including the source there and on its way: never more
    /// than a worker may have.
    package func workerBytes(for plan: RenderPlan, sourceBytes: Int) -> Int {
        min(plan.peakBytes, configuration.memoryBytes) + 2 * sourceBytes
    }
}

import Codecs
import ImageModel
package import Rendering

extension RenderEngine {
    /// Where a source is rendered by `plan`, with `overlays` over it.
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

    /// Where facts about a source are read: libraries read them.
    package var placeOfFacts: Place { configuration.mode == .none ? .here : .worker }

    /// Formats whose decoders are tried daily against hostile files by their makers.
    static func isCommon(_ format: ImageFormat?) -> Bool {
        switch format {
        case .jpeg, .png, .webp, .gif, nil: true
        case .tiff, .avif, .heic, .jxl, .svg, .bmp, .ico: false
        }
    }

    /// The watermark without a URL is the operator's; others come from anywhere, as sources do.
    private func isDecodedHere(url: String?, bytes: [UInt8]) -> Bool {
        guard url != nil else { return Self.isCommon(ImageFormat(signatureOf: bytes)) }
        guard let header = ImageDecoder.quickHeader(of: bytes) else { return false }
        return !header.isInterlaced && header.stored.pixels <= Self.maximumOverlayPixels
    }

    /// Of a stranger's watermark that is decoded in this process.
    private static let maximumOverlayPixels = 4 << 20

    /// Bytes that a render by `plan` may take in a worker, the source there and on its way included: never more than a worker
    /// may have.
    package func workerBytes(for plan: RenderPlan, sourceBytes: Int) -> Int {
        min(plan.peakBytes, configuration.memoryBytes) + 2 * sourceBytes
    }
}

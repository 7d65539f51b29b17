import ImageModel
import Rendering

// How long a render keeps a thread. There are as many threads as cores: what takes long on them stops all others, however
// soon it could be left. Where it runs in a worker, the system shares the cores among all.
extension RenderPlan {
    /// Whether a render by this plan, in planes, takes less than about half a second of a core.
    func isShort(_ traits: SourceTraits) -> Bool { estimatedTime(traits) <= Self.shortTime }

    private static let shortTime = Duration.milliseconds(500)

    /// How long a render by this plan, in planes, takes on an idle core; of others nothing is known.
    func estimatedTime(_ traits: SourceTraits) -> Duration {
        let decodes = planar?.mayBeginAnew ?? false ? 2.0 : 1
        let nanoseconds = decodes * decodingNanoseconds(traits) + outputs.reduce(0) { $0 + $1.nanoseconds }
        return .seconds(min(nanoseconds, Self.mostNanoseconds) / 1e9)
    }

    private static let mostNanoseconds = 1e15

    // Out of what docs/BENCHMARKS.md says of photographs, rounded up: pixels, coded bytes, and what each further scan of 100
    // megapixels with 20 MB took; PNG's rows cost something, however short they are.
    private func decodingNanoseconds(_ traits: SourceTraits) -> Double {
        let (pixels, bytes) = (Double(source.stored.pixels), Double(traits.byteCount))
        switch source.format {
        case .jpeg: return 2 * pixels + 10 * bytes + 0.3 * pixels * Double(traits.scans - 1)
        case .png, .webp, .avif, .heic, .gif, .tiff, .jxl, .svg, .bmp, .ico:
            return 2.5 * Double(source.bands) * pixels + 8 * bytes + 100 * Double(source.stored.height)
        }
    }
}

extension RenderPlan.Output {
    fileprivate var nanoseconds: Double {
        let formats = [format] + (substitute.map { [$0.format] } ?? [])
        let written = formats.map(Self.nanoseconds).max() ?? 0
        let changed = rendition.effects == .none ? 0.0 : 100
        return (written + changed) * Double(max(geometry.output.pixels, geometry.scaled.pixels))
    }

    /// Of a pixel that is resized to, and written.
    private static func nanoseconds(_ format: ImageFormat) -> Double {
        switch format {
        case .jpeg, .tiff, .bmp: 12
        case .png, .ico: 90
        case .webp: 120
        case .gif, .avif, .jxl, .heic, .svg: 1000
        }
    }
}

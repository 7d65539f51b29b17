import Codecs
import ImageModel
import Rendering
import RequestGrammar
import TestSupport
import Testing

/// A rendition with a watermark, several frames or pages, a chain and the like, as an independent implementation makes it
/// (`Scripts/feature-facts.py`).
struct FeatureFactsRow: Sendable, CustomTestStringConvertible {
    let feature: String
    /// Below the fixtures.
    let source: String
    /// In the grammar of URLs.
    let options: String
    /// The configured watermark, below the fixtures; empty for none.
    let watermark: String
    /// The longest side of results that is configured; 0 for none.
    let limit: Int
    let format: ImageFormat
    /// Of one frame.
    let size: PixelSize
    /// Milliseconds; empty for a still.
    let delays: [Int]
    /// Whether a pixel of the first frame is not opaque.
    let hasAlpha: Bool
    /// What each frame shows before encoding.
    let grids: [ContentGrid]

    var testDescription: String { "\(feature): \(source) \(options)\(limit > 0 ? " up to \(limit)" : "")" }

    private init?(_ row: ManifestRow) {
        guard let width = row.number("width"), let height = row.number("height"), let limit = row.number("limit"),
            let format = ImageFormat(name: row["format"])
        else { return nil }
        (feature, source, options) = (row["feature"], row["source"], row["options"])
        (watermark, self.limit, self.format) = (row["watermark"], limit, format)
        size = PixelSize(width: width, height: height)
        delays = row["delays_ms"].split(separator: " ").compactMap { Int($0) }
        hasAlpha = row["has_alpha"] == "yes"
        let texts = row["grids"].split(separator: " ")
        grids = texts.compactMap { ContentGrid(hex: String($0)) }
        guard !grids.isEmpty, grids.count == texts.count else { return nil }
    }

    /// The rows of the table that can be read; a test of its own counts them.
    static let all: [FeatureFactsRow] = {
        do {
            return try ManifestFile(contentsOf: "\(RepositoryFiles.fixtures)/feature-facts.csv").rows
                .compactMap(FeatureFactsRow.init)
        } catch {
            return []
        }
    }()

    var isMarked: Bool { !watermark.isEmpty }

    /// Whether `other` is of the same picture and size, and shows something else.
    func isComparable(with other: FeatureFactsRow) -> Bool {
        (feature, source, format) == (other.feature, other.source, other.format) && size == other.size
            && grids[0] != other.grids[0]
    }

    /// What a test leaves out to see that it is missed.
    enum Part {
        case watermark, limit
    }

    /// The source as the product renders it by this row's options.
    func rendered(without part: Part? = nil) throws -> RenderedImage {
        let target = "/unsafe/\(options)/plain/local:///x.png"
        var renditions = try URLGrammar().processingRequest(target: target, now: 0).renditions
        var chain = renditions.removeFirst()
        chain.followedBy = renditions
        var limits = RenderLimits()
        limits.maximumResultSide = part == .limit ? 0 : limit
        let bytes = try RepositoryFiles.fixture(source)
        let showsMark = isMarked && part != .watermark
        let marks: [String?: [UInt8]] = showsMark ? [nil: try RepositoryFiles.fixture(watermark)] : [:]
        let plan = try RenderPlan([chain], of: try Renderer.header(of: bytes), limits: limits)
        return try Renderer.render(plan, from: bytes, overlays: Overlays(marks)).images[0]
    }
}

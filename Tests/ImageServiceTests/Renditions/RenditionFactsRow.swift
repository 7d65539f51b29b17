import Codecs
import ImageModel
import Rendering
import RequestGrammar
import TestSupport
import Testing

/// A rendition as an independent implementation makes it (`Scripts/rendition-facts.py`).
struct RenditionFactsRow: Sendable, CustomTestStringConvertible {
    /// What became of the sides when the picture was resized.
    enum Scaling: String {
        case kept, reduced
        /// At least one side grew.
        case enlarged
    }

    /// Below the fixtures.
    let source: String
    /// In the grammar of URLs.
    let options: String
    let format: ImageFormat
    let size: PixelSize
    /// Whether a pixel is not opaque.
    let hasAlpha: Bool
    let scaling: Scaling
    /// What it shows before encoding.
    let grid: ContentGrid

    var testDescription: String { "\(source) \(options)" }

    /// Whether the file holds the pixels as they were given to the encoder.
    var isLossless: Bool { format == .png || format == .tiff || options.contains("lossless") }

    private init?(_ row: ManifestRow) {
        guard let width = row.number("width"), let height = row.number("height"),
            let format = ImageFormat(name: row["format"]), let scaling = Scaling(rawValue: row["scaling"]),
            let grid = ContentGrid(hex: row["grid"])
        else { return nil }
        (source, options, self.format) = (row["source"], row["options"], format)
        (self.scaling, self.grid) = (scaling, grid)
        size = PixelSize(width: width, height: height)
        hasAlpha = row["has_alpha"] == "yes"
    }

    /// The rows of a table of the fixtures that can be read; a test of its own counts them.
    static func rows(of table: String) -> [RenditionFactsRow] {
        do {
            return try ManifestFile(contentsOf: "\(RepositoryFiles.fixtures)/\(table)").rows
                .compactMap(RenditionFactsRow.init)
        } catch {
            return []
        }
    }

    /// The source as the product renders it, by this row's options with `more` behind them.
    func rendered(more: String = "") throws -> RenderedImage {
        let target = "/unsafe/\(options)\(more)/plain/local:///x.png"
        let request = try URLGrammar().processingRequest(target: target, now: 0)
        return try firstRendition(try RepositoryFiles.fixture(source), request.renditions)
    }
}

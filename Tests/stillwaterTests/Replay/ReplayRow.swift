import ImageModel
import TestSupport
import Testing

/// A URL of imgproxy, and what should be answered to it (`Scripts/replay-facts.py`).
struct ReplayRow: Sendable {
    /// Variables of imgproxy's environment that the service has, beside those that it always has.
    let settings: String
    let accept: String
    let path: String
    let status: Int
    /// Empty where any will do, as all else that is not stated.
    let type: String
    let size: PixelSize?
    let frames: Int
    let hasAlpha: Bool
    /// Of the first and the last frame.
    let thumbnails: [ContentGrid]
    /// How far thumbnails may be from these, in levels.
    let tolerance: Double
    let mostBytes: Int?
    /// A field without a value must not be there.
    let headers: [(name: String, value: String)]
    /// Texts that the file has, or has not where a `!` stands in front.
    let holds: [String]
    /// A file below the fixtures that is the answer, byte for byte.
    let same: String
    /// Why the service answers otherwise; empty where it does not.
    let differs: String

    private init?(_ row: ManifestRow) {
        guard let status = row.number("status") else { return nil }
        (settings, accept, path, self.status) = (row["settings"], row["accept"], row["path"], status)
        (type, same, differs) = (row["type"], row["same"], row["differs"])
        size = row.number("width").flatMap { width in
            row.number("height").map { PixelSize(width: width, height: $0) }
        }
        frames = row.number("frames") ?? 1
        hasAlpha = row["alpha"] == "yes"
        let texts = row["thumbnail"].split(separator: " ")
        thumbnails = texts.compactMap { ContentGrid(base64: String($0)) }
        guard thumbnails.count == texts.count else { return nil }
        tolerance = Double(row["tolerance"]) ?? 0
        mostBytes = row.number("bytes")
        headers = row["headers"].split(separator: "|").map { field in
            let parts = field.split(separator: ":", maxSplits: 1)
            return (String(parts[0]), parts.count == 2 ? String(parts[1].drop { $0 == " " }) : "")
        }
        holds = row["holds"].split(separator: "|").map(String.init)
    }

    /// All rows that can be read; a test counts them.
    static let all: [ReplayRow] = {
        // Without the table there are none, and that test fails.
        let table = try? ManifestFile(contentsOf: "\(RepositoryFiles.fixtures)/replay-facts.csv")
        return table?.rows.compactMap(ReplayRow.init) ?? []
    }()
}

/// The rows for a service of the same settings.
struct ReplayGroup: Sendable, CustomTestStringConvertible {
    let settings: String
    let rows: [ReplayRow]

    var testDescription: String { settings.isEmpty ? "no settings of its own" : settings }

    static let all: [ReplayGroup] = Dictionary(grouping: ReplayRow.all, by: \.settings)
        .map { ReplayGroup(settings: $0, rows: $1) }
        .sorted { $0.rows.count > $1.rows.count }
}

import TestSupport
import Testing

/// A picture of a folder with a manifest: what must become of it, and what independent decoders saw in it.
struct CorpusRow: Sendable, CustomTestStringConvertible {
    enum Outcome: String {
        /// It must be rendered.
        case ok
        /// It must be refused.
        case rejected
        /// It may be rendered or refused.
        case either
    }

    let folder: String
    let path: String
    let outcome: Outcome
    /// What other decoders saw; `nil` when none could read it.
    let facts: CorpusFacts?

    var testDescription: String { path }

    /// Whether other decoders saw several frames, no more than are rendered.
    var isAnimation: Bool { outcome == .ok && (2...500).contains(facts?.frames ?? 1) }

    /// The file's bytes.
    func bytes() throws -> [UInt8] { try RepositoryFiles.bytes(path, in: folder) }

    /// The rows of the project's own pictures, and of the corpus where there is one. A manifest that can't be read gives
    /// no rows, which a test of its own finds.
    static let all: [CorpusRow] = {
        let own = rows(RepositoryFiles.fixtures, manifest: "fixtures-manifest.csv", facts: "fixtures-facts.csv")
        guard let corpus = RepositoryFiles.corpus else { return own }
        return own + rows(corpus, manifest: "manifest.csv", facts: "corpus-facts.csv")
    }()

    private static func rows(_ folder: String, manifest: String, facts: String) -> [CorpusRow] {
        do {
            let seen = try ManifestFile(contentsOf: "\(RepositoryFiles.fixtures)/\(facts)").rows(by: "sha256")
            return try ManifestFile(contentsOf: "\(folder)/\(manifest)").rows.compactMap { row in
                Outcome(rawValue: row["expected"]).map { outcome in
                    CorpusRow(
                        folder: folder, path: row["path"], outcome: outcome,
                        facts: seen[row["sha256"]].flatMap(CorpusFacts.init))
                }
            }
        } catch {
            return []
        }
    }
}

/// What independent decoders saw in a picture (`Scripts/corpus-facts.py` says how).
struct CorpusFacts: Sendable {
    /// How closely colours can be compared.
    enum Colour: String { case exact, loose, none }

    let width: Int
    let height: Int
    /// Whether a pixel of a frame is not opaque as shown.
    let hasAlpha: Bool
    let frames: Int
    let delays: [Int]
    /// How often all frames are shown, 0 for ever; `nil` when the file says nothing.
    let plays: Int?
    let colour: Colour
    let first: ContentGrid?
    let last: ContentGrid?

    init?(_ row: ManifestRow) {
        guard let width = row.number("width"), let height = row.number("height"), let frames = row.number("frames"),
            let colour = Colour(rawValue: row["colour"])
        else { return nil }
        (self.width, self.height, self.frames, self.colour) = (width, height, frames, colour)
        hasAlpha = row["has_alpha"] == "yes"
        delays = row["delays_ms"].split(separator: " ").flatMap { run -> [Int] in
            let parts = run.split(separator: "x").compactMap { Int($0) }
            return parts.count == 2 ? [Int](repeating: parts[0], count: parts[1]) : parts
        }
        // A GIF's number counts the repeats after the first showing.
        let isGIF = row["path"].hasSuffix(".gif")
        plays = row.number("loop").map { isGIF && $0 > 0 ? $0 + 1 : $0 }
        first = ContentGrid(hex: row["grid"])
        last = ContentGrid(hex: row["last_grid"])
    }
}

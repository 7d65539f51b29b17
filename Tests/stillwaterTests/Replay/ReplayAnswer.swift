import Codecs
import Foundation
import ImageModel
import NIOHTTP1
import Rendering
import TestSupport

/// What the service answered to a row.
struct ReplayAnswer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let body: [UInt8]

    /// What is not as `row` says; empty when all is.
    func disagreements(with row: ReplayRow) throws -> [String] {
        guard status == row.status else {
            return ["status \(status), not \(row.status): \(String(decoding: body.prefix(300), as: UTF8.self))"]
        }
        var found = row.headers.filter { headers.first(name: $0.name) ?? "" != $0.value }.map { name, value in
            "\(name) is \(headers.first(name: name) ?? "missing"), not \(value)"
        }
        let type = headers.first(name: "Content-Type") ?? ""
        if !row.type.isEmpty, type != row.type { found.append("type \(type), not \(row.type)") }
        if let most = row.mostBytes, body.count > most { found.append("\(body.count) bytes, not \(most) at most") }
        found += row.holds.filter { hasText($0) == $0.hasPrefix("!") }.map { "holds: \($0)" }
        if !row.same.isEmpty, body != (try RepositoryFiles.fixture(row.same)) {
            found.append("not the file \(row.same)")
        }
        if let size = row.size { found += try disagreements(with: row, size) }
        return found
    }

    private func disagreements(with row: ReplayRow, _ size: PixelSize) throws -> [String] {
        let header = try Renderer.header(of: body)
        guard header.upright == size else { return ["\(header.upright), not \(size)"] }
        guard header.frames == row.frames else { return ["\(header.frames) frames, not \(row.frames)"] }
        let frames = try decoded(header)
        guard let first = frames.first, let last = frames.last else { return ["no frame"] }
        var found: [String] = []
        let hasAlpha = first.hasAlpha && first.ranges[first.bands - 1].lowerBound < 255
        if hasAlpha != row.hasAlpha { found.append("\(hasAlpha ? "" : "not ")transparent") }
        for (frame, thumbnail) in zip([first, last], row.thumbnails) {
            let distance = ContentGrid(frame).distance(to: thumbnail)
            if distance.mean > row.tolerance {
                found.append("\(distance.mean) levels apart, \(distance.maximum) at most")
            }
        }
        return found
    }

    /// The first and the last frame, in the colours of a screen.
    private func decoded(_ header: SourceHeader) throws -> [PixelBuffer] {
        let options = DecodeOptions(frames: header.frames)
        let stack = try ImageDecoder.withImage(of: body, format: header.format, options: options) {
            (image) throws(CodecError) in
            let shown = try image.convertedToSRGB()
            let pixels = try shown.pixels().withUnsafeBytes { Array($0) }
            return PixelBuffer(width: shown.size.width, height: shown.size.height, bands: shown.bands, bytes: pixels)
        }
        let height = stack.height / header.frames
        return [0, header.frames - 1].map { frame in
            stack.cropped(left: 0, top: frame * height, width: stack.width, height: height)
        }
    }

    private func hasText(_ text: String) -> Bool {
        Data(body).firstRange(of: Data(text.drop { $0 == "!" }.utf8)) != nil
    }
}

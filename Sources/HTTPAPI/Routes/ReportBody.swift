import Foundation
import Hummingbird
import ImageModel
import ImageService
import NIOCore

/// `application/json`: what was stored where. One object for one source; for several `{"results": […]}`, in the order
/// in which they ended.
struct ReportBody: RenditionsBody {
    let isMany: Bool
    let contentType = "application/json"
    private var count = 0

    init(isMany: Bool) { self.isMany = isMany }

    private struct Entry: Encodable {
        struct Rendition: Encodable {
            var path: String?
            var width: Int
            var height: Int
            var format: String
            var contentType: String
            var bytes: Int
        }

        var index: Int?
        var source: String
        var width: Int?
        var height: Int?
        var format: String?
        var bytes: Int?
        /// Where the renditions show what there is of a damaged source.
        var damaged: Bool?
        var renditions: [Rendition]?
        var error: ProblemDetails?
    }

    mutating func write(_ result: SourceResult, to writer: inout any ResponseBodyWriter) async throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var text = ByteBuffer()
        if isMany { text.writeString(count == 0 ? "{\"results\":[\n" : ",\n") }
        text.writeBytes(try encoder.encode(entry(for: result)))
        count += 1
        try await writer.write(text)
    }

    mutating func end(_ writer: inout any ResponseBodyWriter) async throws {
        try await writer.write(ByteBuffer(string: isMany ? "\n]}\n" : "\n"))
    }

    private func entry(for result: SourceResult) -> Entry {
        var entry = Entry(index: isMany ? result.index : nil, source: result.source)
        switch result.outcome {
        case .success(let outcome):
            entry.width = outcome.source.upright.width
            entry.height = outcome.source.upright.height
            entry.format = outcome.source.format.rawValue
            entry.bytes = outcome.sourceBytes
            entry.damaged = outcome.isDamaged ? true : nil
            entry.renditions = outcome.outputs.map { output in
                Entry.Rendition(
                    path: output.path, width: output.image.size.width, height: output.image.size.height,
                    format: output.image.format.rawValue, contentType: output.image.format.contentType,
                    bytes: output.image.byteCount)
            }
        case .failure(let problem):
            entry.error = problem.details
        }
        return entry
    }
}

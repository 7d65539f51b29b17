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
        case .success(let answer):
            entry.width = answer.basis.header?.upright.width
            entry.height = answer.basis.header?.upright.height
            entry.format = answer.basis.header?.format.rawValue
            entry.bytes = answer.basis.sourceBytes
            entry.renditions = answer.files.map { file in
                Entry.Rendition(
                    path: file.path, width: file.size.width, height: file.size.height, format: file.format.rawValue,
                    contentType: file.format.contentType, bytes: file.byteCount)
            }
        case .failure(let problem):
            entry.error = problem.details
        }
        return entry
    }
}

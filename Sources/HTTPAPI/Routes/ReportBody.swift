import Foundation
import Hummingbird
import ImageModel
import ImageService
import NIOCore

/// `application/json`: what was made of what, and what was stored where. One object for one source; for several `{"results": […]}`, in the order
/// in which they ended.
struct ReportBody: RenditionsBody {
    let isMany: Bool
    /// Whether the pictures are in it, in base64.
    private let hasData: Bool
    let contentType = "application/json"
    private var count = 0

    init(isMany: Bool, hasData: Bool = false) {
        self.isMany = isMany
        self.hasData = hasData
    }

    private struct Entry: Encodable {
        struct Rendition: Encodable {
            var path: String?
            var width: Int
            var height: Int
            var format: String
            var contentType: String
            var bytes: Int
            var name: String?
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
        /// Why a fallback image stands in for the source.
        var sourceProblem: String?
        var error: ProblemDetails?
    }

    mutating func write(_ result: SourceResult, to writer: inout any ResponseBodyWriter) async throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var text = ByteBuffer()
        if isMany { text.writeString(count == 0 ? "{\"results\":[\n" : ",\n") }
        count += 1
        let entry = try entry(for: result)
        guard hasData, case .success(let outcome) = result.outcome, let renditions = entry.renditions else {
            text.writeBytes(try encoder.encode(entry))
            return try await writer.write(text)
        }
        var facts = entry
        facts.renditions = nil
        text.writeBytes(try encoder.encode(facts).dropLast())
        text.writeString(",\"renditions\":[")
        for (index, rendition) in renditions.enumerated() {
            text.writeString(index == 0 ? "" : ",")
            text.writeBytes(try encoder.encode(rendition).dropLast())
            text.writeString(",\"data\":\"")
            try await writer.write(text)
            try await outcome.outputs[index].bytes?.writeBase64(to: &writer)
            text = ByteBuffer(string: "\"}")
        }
        text.writeString("]}")
        try await writer.write(text)
        withExtendedLifetime(outcome.reservation) {}
    }

    mutating func end(_ writer: inout any ResponseBodyWriter) async throws {
        try await writer.write(ByteBuffer(string: isMany ? "\n]}\n" : "\n"))
    }

    private func entry(for result: SourceResult) throws -> Entry {
        var entry = Entry(index: isMany ? result.index : nil, source: result.source)
        switch result.outcome {
        case .success(let outcome):
            entry.width = outcome.source.upright.width
            entry.height = outcome.source.upright.height
            entry.format = outcome.source.format.rawValue
            entry.bytes = outcome.sourceBytes
            entry.damaged = outcome.isDamaged ? true : nil
            entry.sourceProblem = result.replaced?.code
            let names = try ArchiveNames(outcome)
            entry.renditions = outcome.outputs.enumerated().map { index, output in
                Entry.Rendition(
                    path: output.path, width: output.image.size.width, height: output.image.size.height,
                    format: output.image.format.rawValue, contentType: output.image.format.contentType,
                    bytes: output.image.byteCount, name: output.bytes == nil ? nil : names[index])
            }
        case .failure(let problem):
            entry.error = problem.details
        }
        return entry
    }
}

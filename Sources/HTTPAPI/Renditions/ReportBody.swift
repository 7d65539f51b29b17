import Hummingbird
import ImageModel
import ImageService
import NIOCore

/// `application/json`: what was made from each source, and where it is stored. One object for one source; for several
/// sources, `{"results": […]}` in the order in which they finished.
struct ReportBody: RenditionsBody {
    let isMany: Bool
    /// Whether it contains the pictures, in base64.
    private let hasData: Bool
    let contentType = "application/json"
    private var count = 0

    init(isMany: Bool, hasData: Bool = false) {
        self.isMany = isMany
        self.hasData = hasData
    }

    private struct Entry: Encodable {
        struct Rendition: Encodable {
            var file: RenderedFile
            /// `nil` for a stored file.
            var name: String?

            private enum CodingKeys: String, CodingKey {
                case path, contentType, name
            }

            func encode(to encoder: any Encoder) throws {
                try file.facts.encode(to: encoder)
                var fields = encoder.container(keyedBy: CodingKeys.self)
                try fields.encode(file.facts.format.contentType, forKey: .contentType)
                try fields.encodeIfPresent(file.path, forKey: .path)
                try fields.encodeIfPresent(name, forKey: .name)
            }
        }

        var index: Int?
        var source: String
        var width: Int?
        var height: Int?
        var format: String?
        var bytes: Int?
        /// `true` if the renditions show what is left of a damaged source; absent otherwise.
        var damaged: Bool?
        var renditions: [Rendition]?
        /// Why a fallback image stands in for the source.
        var sourceProblem: String?
        var error: ProblemDetails?
    }

    mutating func write(_ result: SourceResult, to writer: inout any ResponseBodyWriter) async throws {
        var text = ByteBuffer()
        if isMany { text.writeString(count == 0 ? "{\"results\":[\n" : ",\n") }
        count += 1
        let entry = try entry(for: result)
        guard hasData, case .success(let answer) = result.outcome, let renditions = entry.renditions else {
            text.writeBytes(try JSONText.bytes(of: entry))
            return try await writer.write(text)
        }
        var facts = entry
        facts.renditions = nil
        text.writeBytes(try JSONText.bytes(of: facts).dropLast())
        text.writeString(",\"renditions\":[")
        for (index, rendition) in renditions.enumerated() {
            text.writeString(index == 0 ? "" : ",")
            text.writeBytes(try JSONText.bytes(of: rendition).dropLast())
            text.writeString(",\"data\":\"")
            try await writer.write(text)
            try await answer.files[index].bytes?.writeBase64(to: &writer)
            text = ByteBuffer(string: "\"}")
        }
        text.writeString("]}")
        try await writer.write(text)
    }

    mutating func end(_ writer: inout any ResponseBodyWriter) async throws {
        try await writer.write(ByteBuffer(string: isMany ? "\n]}\n" : "\n"))
    }

    private func entry(for result: SourceResult) throws -> Entry {
        var entry = Entry(index: isMany ? result.index : nil, source: result.source)
        switch result.outcome {
        case .success(let answer):
            entry.width = answer.basis.header?.upright.width
            entry.height = answer.basis.header?.upright.height
            entry.format = answer.basis.header?.format.rawValue
            entry.bytes = answer.basis.sourceBytes
            entry.damaged = answer.isDamaged ? true : nil
            entry.sourceProblem = result.replaced?.code
            let names = try ArchiveNames(answer)
            entry.renditions = answer.files.enumerated().map { index, file in
                Entry.Rendition(file: file, name: file.bytes == nil ? nil : names[index])
            }
        case .failure(let problem):
            entry.error = problem.details
        }
        return entry
    }
}

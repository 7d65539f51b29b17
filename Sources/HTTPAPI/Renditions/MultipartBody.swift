import Hummingbird
import ImageModel
import ImageService

/// `multipart/mixed`: a part for each rendition, and a problem document for each source that failed. If a fallback
/// image stands in for a source, `Source-Problem` says why. Parts that show what is left of a damaged source have
/// `Source-Damaged: true`.
struct MultipartBody: RenditionsBody {
    private var frame = MultipartWriter()

    var contentType: String { frame.contentType }

    mutating func write(_ result: SourceResult, to writer: inout any ResponseBodyWriter) async throws {
        switch result.outcome {
        case .success(let answer):
            let names = try ArchiveNames(answer)
            for (index, file) in answer.files.enumerated() {
                guard let bytes = file.bytes else { continue }
                var fields = self.fields(file, at: index, named: names[index], of: result)
                if answer.isDamaged { fields.append(.init("Source-Damaged", "true")) }
                try await writer.write(try frame.head(fields))
                try await bytes.write(to: &writer)
            }
        case .failure(let problem):
            let document = try problem.details.encoded()
            let head = try frame.head([
                .init("Content-Type", ProblemDetails.contentType), .init("Content-Length", "\(document.readableBytes)"),
                .init("Source-Index", "\(result.index)"),
            ])
            try await writer.write(head)
            try await writer.write(document)
        }
    }

    mutating func end(_ writer: inout any ResponseBodyWriter) async throws {
        try await writer.write(frame.tail())
    }

    private func fields(
        _ file: RenderedFile, at index: Int, named name: String, of result: SourceResult
    ) -> [MultipartWriter.Field] {
        let replaced = result.replaced.map { [MultipartWriter.Field("Source-Problem", $0.code)] } ?? []
        return [
            .init("Content-Type", file.facts.format.contentType),
            .init("Content-Length", "\(file.facts.byteCount)"),
            .init("Content-Disposition", ContentDisposition(kind: "attachment", filename: name).description),
            .init("Image-Width", "\(file.facts.size.width)"),
            .init("Image-Height", "\(file.facts.size.height)"),
            .init("Source-Index", "\(result.index)"),
            .init("Rendition-Index", "\(index)"),
        ] + replaced
    }
}

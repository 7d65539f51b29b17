import HTTPTypes
import Hummingbird
import ImageModel
import ImageService

/// One rendition as the answer itself.
enum ImageResponse {
    /// `Source-Problem` says why another picture stands in for the source.
    static func response(for answer: Answer) -> Response {
        guard let image = answer.files.first, let bytes = image.bytes else { return Response(status: .noContent) }
        let name = ContentDisposition(kind: "inline", filename: "\(answer.stem).\(image.facts.format.fileExtension)")
        var headers: HTTPFields = [
            .contentType: image.facts.format.contentType, .contentLength: "\(bytes.count)",
            .contentDisposition: name.description, .xContentTypeOptions: "nosniff", .vary: "Accept",
        ]
        headers[.imageWidth] = "\(image.facts.size.width)"
        headers[.imageHeight] = "\(image.facts.size.height)"
        if answer.isDamaged { headers[.sourceDamaged] = "true" }
        headers[.sourceProblem] = answer.replaced.map { Problem($0).code }
        return Response(status: .ok, headers: headers, body: ImageBody(bytes, format: image.facts.format).responseBody)
    }
}

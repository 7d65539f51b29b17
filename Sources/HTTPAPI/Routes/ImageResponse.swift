import HTTPTypes
import Hummingbird
import ImageModel
import ImageService

/// One rendition as the answer itself.
enum ImageResponse {
    /// `Source-Problem` says why another picture stands in for the source.
    static func response(for answer: Answer) -> Response {
        guard let image = answer.files.first, let bytes = image.bytes else { return Response(status: .noContent) }
        let name = ContentDisposition(kind: "inline", filename: "\(answer.stem).\(image.format.fileExtension)")
        var headers: HTTPFields = [
            .contentType: image.format.contentType, .contentLength: "\(bytes.count)",
            .contentDisposition: name.description, .xContentTypeOptions: "nosniff",
        ]
        headers[.imageWidth] = "\(image.size.width)"
        headers[.imageHeight] = "\(image.size.height)"
        headers[.sourceProblem] = answer.replaced.map { Problem($0).code }
        return Response(status: .ok, headers: headers, body: ImageBody(bytes, format: image.format).responseBody)
    }
}

extension HTTPField.Name {
    static var imageWidth: HTTPField.Name { HTTPField.Name("Image-Width") ?? .eTag }
    static var imageHeight: HTTPField.Name { HTTPField.Name("Image-Height") ?? .eTag }
    static var sourceProblem: HTTPField.Name { HTTPField.Name("Source-Problem") ?? .eTag }
}

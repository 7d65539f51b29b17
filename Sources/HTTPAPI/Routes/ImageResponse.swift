import Foundation
import HTTPTypes
import Hummingbird
import ImageModel
import ImageService
import NIOCore

extension SourceResult {
    /// Its one rendition as the answer itself. Where a fallback image stands in, `Source-Problem` says why.
    ///
    /// - Throws: the problem, where there is nothing else.
    func pictureResponse() throws(Problem) -> Response {
        switch outcome {
        case .success(let outcome):
            var response = ImageResponse.response(for: outcome)
            response.headers[.sourceProblem] = replaced?.code
            return response
        case .failure(let problem): throw problem
        }
    }
}

/// One rendition as the answer itself.
enum ImageResponse {
    static func response(for outcome: RenderOutcome) -> Response {
        guard let output = outcome.outputs.first, let bytes = output.bytes else { return Response(status: .noContent) }
        let image = output.image
        let name = ContentDisposition(kind: "inline", filename: "\(outcome.stem).\(image.format.fileExtension)")
        var headers: HTTPFields = [
            .contentType: image.format.contentType, .contentLength: "\(bytes.count)",
            .contentDisposition: name.description, .xContentTypeOptions: "nosniff", .vary: "Accept",
        ]
        headers[.imageWidth] = "\(image.size.width)"
        headers[.imageHeight] = "\(image.size.height)"
        if outcome.isDamaged { headers[.sourceDamaged] = "true" }
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody(contentLength: bytes.count) { writer in
                try await bytes.write(to: &writer)
                // The reservation lives until the last byte has gone.
                try await writer.finish(nil)
                withExtendedLifetime(outcome.reservation) {}
            })
    }
}

extension EncodedBytes {
    /// Bytes that are copied at once: what a socket takes in one go.
    private static let chunkBytes = 64 << 10

    /// Bytes that are written as base64 at once: a multiple of three, so that the pieces are one text.
    private static let base64Bytes = 48 << 10

    /// Sends the bytes as base64, a piece at a time.
    func writeBase64(to writer: inout any ResponseBodyWriter) async throws {
        for start in stride(from: 0, to: count, by: Self.base64Bytes) {
            let text = withUnsafeBytes { bytes in
                Data(bytes[start..<min(start + Self.base64Bytes, bytes.count)]).base64EncodedString()
            }
            try await writer.write(ByteBuffer(string: text))
        }
    }

    /// Sends the bytes in chunks, at the pace of the reader.
    func write(to writer: inout any ResponseBodyWriter) async throws {
        for start in stride(from: 0, to: count, by: Self.chunkBytes) {
            let chunk = withUnsafeBytes { bytes in
                ByteBuffer(bytes: bytes[start..<min(start + Self.chunkBytes, bytes.count)])
            }
            try await writer.write(chunk)
        }
    }
}

import HTTPTypes
import Hummingbird
import ImageService
import NIOCore

// Answers whose whole body is available, and which caches don't keep.
extension Response {
    /// `value` on one line, for programs.
    ///
    /// - Throws: `EncodingError`; strings and whole numbers never cause one.
    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        whole(try JSONText.bytes(of: value) + [UInt8(ascii: "\n")], type: "application/json", status: status)
    }

    /// `value` on many lines, for operators.
    ///
    /// - Throws: `EncodingError`; strings and whole numbers never cause one.
    static func indentedJSON(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        whole(try JSONText.indentedBytes(of: value), type: "application/json", status: status)
    }

    static func text(_ text: String) -> Response { whole(Array(text.utf8), type: "text/plain; charset=utf-8") }

    static func page(_ html: String) -> Response { whole(Array(html.utf8), type: "text/html; charset=utf-8") }

    /// A file to be saved as `name`.
    static func file(_ bytes: [UInt8], name: String) -> Response {
        var response = whole(bytes, type: "application/octet-stream")
        response.headers[.contentDisposition] = "attachment; filename=\"\(name)\""
        return response
    }

    static func whole(_ bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [.contentType: type, .cacheControl: "no-store", .xContentTypeOptions: "nosniff"],
            body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

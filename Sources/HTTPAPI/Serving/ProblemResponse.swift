import HTTPTypes
import Hummingbird
import NIOCore

extension Problem {
    /// The problem as an answer of its own, `application/problem+json`.
    func response() throws -> Response {
        let body = try details.encoded()
        var headers: HTTPFields = [.contentType: ProblemDetails.contentType]
        headers[.contentLength] = "\(body.readableBytes)"
        if status == 429 { headers[.retryAfter] = "1" }
        return Response(status: .init(code: status), headers: headers, body: .init(byteBuffer: body))
    }

    /// The problem as a JSON document, for an answer or a part of one.
    var details: ProblemDetails {
        let phrase = HTTPResponse.Status(code: status).reasonPhrase
        return ProblemDetails(
            title: phrase.isEmpty ? "Client Closed Request" : phrase, status: status, code: code, detail: detail)
    }
}

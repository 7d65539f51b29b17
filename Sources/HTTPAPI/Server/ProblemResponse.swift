import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1

extension Problem {
    /// The problem as an answer of its own, `application/problem+json`; where that is wanted, with its cause.
    func response(showingCause: Bool = false) throws -> Response {
        var details = details
        if showingCause { details.cause = cause }
        let body = try details.encoded()
        var headers: HTTPFields = [.contentType: ProblemDetails.contentType]
        headers[.contentLength] = "\(body.readableBytes)"
        headers[.allow] = allow
        headers[.retryAfter] = retryAfter.map { "\($0)" }
        let phrase = HTTPResponseStatus(statusCode: status).reasonPhrase
        return Response(
            status: .init(code: status, reasonPhrase: phrase), headers: headers, body: .init(byteBuffer: body))
    }

    /// The problem as a JSON document, for an answer or a part of one.
    var details: ProblemDetails {
        var details = ProblemDetails(
            title: HTTPResponseStatus(statusCode: status).reasonPhrase, status: status, code: code, detail: detail)
        details.errors = faults
        return details
    }
}

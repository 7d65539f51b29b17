import HTTPTypes
import Hummingbird
import ImageService
import NIOCore
import RequestGrammar

/// Writes results into the body of an answer, one source after the other.
protocol RenditionsBody {
    var contentType: String { get }

    /// What a browser may do with the body (`Content-Security-Policy`); `nil` if browsers don't show it.
    var securityPolicy: String? { get }

    /// Sends the result of one source.
    mutating func write(_ result: SourceResult, to writer: inout any ResponseBodyWriter) async throws

    /// Sends what follows the last one.
    mutating func end(_ writer: inout any ResponseBodyWriter) async throws
}

extension RenditionsBody {
    var securityPolicy: String? { nil }
}

/// The body for an answer's form, and the response around it.
struct RenditionsBodyFormat {
    private let body: any RenditionsBody & Sendable

    /// `hasData`: a report holds the pictures.
    init(_ answer: RenditionsAnswer, isMany: Bool, hasData: Bool = false) throws {
        body =
            switch answer {
            // One picture alone is a response of its own.
            case .multipart, .picture: MultipartBody()
            case .zip: try ZipBody(isMany: isMany)
            case .json: ReportBody(isMany: isMany, hasData: hasData)
            case .page: PageBody()
            }
    }

    /// Takes results while the answer is sent.
    struct Sink {
        fileprivate var body: any RenditionsBody
        fileprivate var writer: any ResponseBodyWriter

        mutating func write(_ result: SourceResult) async throws {
            try await body.write(result, to: &writer)
        }
    }

    /// A response with the body that `produce` writes.
    func response(_ produce: @escaping @Sendable (inout Sink) async throws -> Void) -> Response {
        var headers: HTTPFields = [
            .contentType: body.contentType, .xContentTypeOptions: "nosniff", .vary: "Accept",
        ]
        headers[.contentSecurityPolicy] = body.securityPolicy
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { [body] writer in
                var sink = Sink(body: body, writer: writer)
                try await produce(&sink)
                try await sink.body.end(&sink.writer)
                try await sink.writer.finish(nil)
            })
    }
}

import HTTPTypes
import Hummingbird
import ImageService
import NIOCore
import RequestGrammar

/// How results are put into the body of an answer, one source after the other.
protocol RenditionsBody {
    var contentType: String { get }

    /// Sends what became of one source.
    mutating func write(_ result: SourceResult, to writer: inout any ResponseBodyWriter) async throws

    /// Sends what stands behind the last one.
    mutating func end(_ writer: inout any ResponseBodyWriter) async throws
}

/// The body for an answer's form, and the response around it.
struct RenditionsBodyFormat {
    private let body: any RenditionsBody & Sendable

    init(_ answer: RenditionsAnswer, isMany: Bool) throws {
        body =
            switch answer {
            case .multipart: MultipartBody()
            case .zip: try ZipBody(isMany: isMany)
            case .json: ReportBody(isMany: isMany)
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

    /// An answer whose body is what `produce` writes.
    func response(_ produce: @escaping @Sendable (inout Sink) async throws -> Void) -> Response {
        Response(
            status: .ok, headers: [.contentType: body.contentType, .xContentTypeOptions: "nosniff"],
            body: ResponseBody { [body] writer in
                var sink = Sink(body: body, writer: writer)
                try await produce(&sink)
                try await sink.body.end(&sink.writer)
                try await sink.writer.finish(nil)
            })
    }
}

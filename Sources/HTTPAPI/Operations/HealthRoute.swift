import HTTPTypes
import Hummingbird
import ImageModel
import ImageService
import NIOCore

/// `GET /health`: whether pictures can be rendered, as a render of one pixel shows, at most once a second.
struct HealthRoute: Sendable {
    let service: ImageService
    /// What is answered when all is well.
    var message = Access.standardHealthMessage

    private static let headers: HTTPFields = [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"]

    func handle(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        try await service.checkHealth()
        return Response(status: .ok, headers: Self.headers, body: .init(byteBuffer: ByteBuffer(string: message + "\n")))
    }
}

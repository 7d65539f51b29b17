import HTTPTypes
import Hummingbird
import ImageModel
import ImageService
import NIOCore

/// `GET /health`: what a request for a picture needs works, as a render of one pixel shows, at most one a second.
struct HealthRoute: Sendable {
    let service: ImageService

    private static let headers: HTTPFields = [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"]
    private static let body = ByteBuffer(string: "ok\n")

    func handle(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        try await service.checkHealth()
        return Response(status: .ok, headers: Self.headers, body: .init(byteBuffer: Self.body))
    }
}

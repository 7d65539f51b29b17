import Hummingbird
import ImageModel
import ImageService
import NIOCore

/// `GET /health`: makes a tiny picture and encodes it, on a render thread: what a request needs works.
struct HealthRoute: Sendable {
    let service: ImageService

    func handle(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        try await service.checkHealth()
        return Response(
            status: .ok, headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: "ok\n")))
    }

    /// The same without the body.
    func head(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        try await handle(request, context).createHeadResponse()
    }
}

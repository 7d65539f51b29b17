import HTTPTypes
import Hummingbird
import ImageModel
import ImageService
import NIOCore

/// `GET /health`: what a request for a picture needs works, as a render of one pixel shows, at most one a second.
struct HealthRoute: Sendable {
    let service: ImageService
    /// What is answered when all is well.
    var message = AccessConfiguration.standardHealthMessage

    private static let headers: HTTPFields = [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"]

    func handle(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        try await service.checkHealth()
        return Response(status: .ok, headers: Self.headers, body: .init(byteBuffer: ByteBuffer(string: message + "\n")))
    }
}

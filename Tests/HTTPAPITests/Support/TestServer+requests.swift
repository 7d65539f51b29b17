import AsyncHTTPClient
import NIOHTTP1

extension TestServer {
    /// The answer to one request.
    func send(
        _ method: HTTPMethod, _ url: String, headers: [(String, String)] = [], body: [UInt8]? = nil
    ) async throws -> TestAnswer {
        try await TestAnswer(reading: try await open(method, url, headers: headers, body: body))
    }

    /// The answer to one request, whose body is still to be read.
    func open(
        _ method: HTTPMethod, _ url: String, headers: [(String, String)] = [], body: [UInt8]? = nil
    ) async throws -> HTTPClientResponse {
        try await openAnswer(method, url, headers: headers, body: body)
    }

    /// The answer to a `GET`.
    func get(_ url: String, accept: String? = nil) async throws -> TestAnswer {
        try await send(.GET, url, headers: accept.map { [("Accept", $0)] } ?? [])
    }

    /// The answer to a `POST /v1/renditions` with a JSON document.
    func post(json: String, accept: String? = nil) async throws -> TestAnswer {
        let headers = [("Content-Type", "application/json")] + (accept.map { [("Accept", $0)] } ?? [])
        return try await send(.POST, renditions, headers: headers, body: Array(json.utf8))
    }

    /// The answer to an upload.
    func upload(_ bytes: [UInt8], query: String, headers: [(String, String)] = [("Content-Type", "image/jpeg")])
        async throws -> TestAnswer
    {
        try await send(.POST, "\(renditions)?\(query)", headers: headers, body: bytes)
    }
}

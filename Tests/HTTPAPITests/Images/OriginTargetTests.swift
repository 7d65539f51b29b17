import NIOHTTP1
import TestSupport
import Testing

@testable import HTTPAPI

/// A source's path whose bytes are not UTF-8, by every way into the service.
@Suite(.timeLimit(.minutes(10))) struct OriginTargetTests {
    private static let target = "/bilder/gr%FCn.png?b=%FC"

    /// A request that leads to a fetch of a source.
    enum Door: String, CaseIterable {
        case image, plain, raw, info, document, query, redirect, watermark, fallback

        /// The answer's status.
        func send(_ source: String, by server: URLServer) async throws -> Int {
            let encoded = URLServer.encoded(source)
            let escaped = source.replacing("%", with: "%25").replacing("?", with: "%3F")
            return switch self {
            case .image, .redirect: try await server.get("w:10", source).status
            // Once for the URL itself, and once for what stands in it.
            case .plain: try await server.send("/unsafe/w:10/plain/\(escaped)").status
            case .raw: try await server.get("raw:1", source).status
            case .info: try await server.send("/info/unsafe/cb:1/\(encoded)").status
            case .document:
                try await server.send(
                    "/v1/renditions", method: .POST, headers: [("Content-Type", "application/json")],
                    body: Array(#"{"source": "\#(source)", "sizes": [10]}"#.utf8)
                ).status
            case .query: try await server.send("/v1/renditions?sizes=10&source=\(escaped)").status
            case .watermark: try await server.get("wm:1/wmu:\(encoded)/w:10").status
            case .fallback: try await server.get("fiu:\(encoded)/w:10", "local:///none.jpg").status
            }
        }
    }

    @Test("the origin is asked for what is written, and for nothing else", arguments: Door.allCases)
    func target(door: Door) async throws {
        let lake = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        let answers = [
            "/bilder/gr%FCn.png": FakeAnswer(body: lake), "/redirect": .redirect(to: Self.target),
        ]
        try await withURLServer(answers: answers) { server async throws in
            let source = door == .redirect ? "/redirect" : Self.target
            #expect(try await door.send(server.origin.url(source), by: server) == 200)
            let targets = server.origin.record.requests.map(\.target)
            #expect(targets == (door == .redirect ? ["/redirect"] : []) + [Self.target])
        }
    }
}

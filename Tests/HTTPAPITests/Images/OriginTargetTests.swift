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

        func send(_ source: String, by server: URLServer) async throws -> URLServer.Answer {
            let encoded = URLServer.encoded(source)
            switch self {
            case .image, .redirect: return try await server.get("w:10", source)
            // Once for the URL itself, and once for what stands in it.
            case .plain:
                return try await server.send(
                    "/unsafe/w:10/plain/\(source.replacing("%", with: "%25").replacing("?", with: "%3F"))")
            case .raw: return try await server.get("raw:1", source)
            case .info: return try await server.send("/info/unsafe/cb:1/\(encoded)")
            case .document:
                return try await server.send(
                    "/v1/renditions", method: .POST, headers: [("Content-Type", "application/json")],
                    body: Array(#"{"source": "\#(source)", "sizes": [10]}"#.utf8))
            case .query:
                let value = source.replacing("%", with: "%25").replacing("&", with: "%26").replacing("?", with: "%3F")
                return try await server.send("/v1/renditions?sizes=10&source=\(value)")
            case .watermark: return try await server.get("wm:1/wmu:\(encoded)/w:10")
            case .fallback: return try await server.get("fiu:\(encoded)/w:10", "local:///none.jpg")
            }
        }
    }

    @Test("the origin is asked for what is written, and for nothing else", arguments: Door.allCases)
    func target(door: Door) async throws {
        let lake = try URLServer.fixture("jpeg/baseline.jpg")
        let answers = [
            "/bilder/gr%FCn.png": FakeAnswer(body: lake), "/redirect": .redirect(to: Self.target),
        ]
        try await withURLServer(answers: answers) { server async throws in
            let source = door == .redirect ? "/redirect" : Self.target
            let answer = try await door.send(server.origin.url(source), by: server)
            #expect(answer.status == 200, "\(answer.text)")
            let targets = server.origin.record.requests.map(\.target)
            #expect(targets == (door == .redirect ? ["/redirect"] : []) + [Self.target])
        }
    }
}

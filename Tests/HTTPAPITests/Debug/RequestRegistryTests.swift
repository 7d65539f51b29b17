import Foundation
import ImageService
import Testing

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(10))) struct RequestRegistryTests {
    @Test("a request is there for as long as its ticket")
    func ticket() {
        let registry = RequestRegistry()
        let entries = ["first", "second"].map { id in
            RequestRegistry.Entry(id: id, method: "GET", route: "image", start: .now, progress: RequestProgress())
        }
        let second = registry.register(entries[1])
        do {
            let first = registry.register(entries[0])
            #expect(registry.entries.map(\.id) == ["second", "first"])
            withExtendedLifetime(first) {}
        }
        #expect(registry.entries.map(\.id) == ["second"])
        withExtendedLifetime(second) {}
    }

    @Test(
        "routes are one of a few",
        arguments: [
            ("/health", "/health"), ("/v1/x", "unknown"), ("/a/b", "image"), ("/p/info/a", "info"),
            ("/info/a", "image"),
            ("/v1/batches", "/v1/batches"), ("/v1/batches/0123456789abc/items", "/v1/batches"),
            ("/v1/batchesandmore", "unknown"),
        ])
    func routes(_ path: String, _ route: String) {
        #expect(RequestWatch.route(path, imagePrefix: "/p") == route)
    }

    @Test("nothing is in flight when all has been answered, and the list is JSON")
    func empty() async throws {
        try await withServer { server in
            _ = try await server.get("\(server.renditions)?source=\(TestServer.lake)&sizes=50")
            let answer = try await server.get("\(server.adminURL)/debug/requests")
            let object = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: [Any]]
            #expect(object?["requests"]?.count == 0)
        }
    }
}

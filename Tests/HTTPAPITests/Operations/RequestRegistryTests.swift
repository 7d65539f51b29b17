import Foundation
import ImageService
import Testing

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(10))) struct RequestRegistryTests {
    @Test("a request is there for as long as its ticket")
    func ticket() {
        let registry = RequestRegistry()
        let entries = ["first", "second"].map { id in
            RequestRegistry.Entry(id: id, method: "GET", route: "image", start: .now, account: RequestAccount())
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
